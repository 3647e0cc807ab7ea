/** Counts the tweets that come, as plainly as an extension can, and does nothing else: what overlay.cpu_per_tweet is held against. */
const ARTICLE = 'article[data-testid="tweet"]';
const seen = new WeakSet();

const count = (article) => {
  if (!seen.has(article)) seen.add(article);
};

new MutationObserver((records) => {
  for (const record of records) {
    for (const node of record.addedNodes) {
      if (node.nodeType !== Node.ELEMENT_NODE) continue;
      if (node.matches(ARTICLE)) count(node);
      for (const article of node.querySelectorAll(ARTICLE)) count(article);
    }
  }
}).observe(document.body, { childList: true, subtree: true });
