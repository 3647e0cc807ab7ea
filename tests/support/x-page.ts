/** Looks at € on the pages of the sandbox's X, against what the sandbox itself knows of its posts. */
import type { Locator, Page } from '@playwright/test';
import type { Draft } from '../../lib/messages.ts';
import { accounts } from '../../sandbox/world.ts';
import { seedTweets } from '../../sandbox/x-site/seed.ts';
import type { Person } from '../../scripts/lib/person.ts';

/** The element of ours in X's page. */
export const PAY = 'moineau-pay';

const posts = new Map(
  seedTweets(0).tweets.map(({ id, authorId, promoted }) => [
    id,
    {
      author: accounts.find((account) => account.id === authorId)?.handle ?? '',
      promoted: promoted === true,
    },
  ]),
);

/** The article of a post, wherever it stands in the page. */
export function tweet(page: Page, id: string): Locator {
  return page.locator(
    `article[data-testid="tweet"]:has(a[href*="/status/${id}" i] time, a[href$="/status/${id}/analytics" i])`,
  );
}

/** The € button in a part of the page. */
export function euro(part: Locator | Page): Locator {
  return part.locator(PAY).getByRole('button');
}

/** The draft as the wallet keeps it; null when there is none. */
export async function draftOf(person: Person): Promise<Draft | null> {
  return (await person.browser.worker()).evaluate(async () => {
    const { draft } = await chrome.storage.session.get('draft');
    return (draft as Draft | undefined) ?? null;
  });
}

/** Clicks €, waits for the wallet, closes it: what was asked for. */
export async function wishBehind(person: Person, button: Locator): Promise<Draft | null> {
  await button.click();
  const popup = await person.browser.openedPopup();
  const draft = await draftOf(person);
  await popup.close();
  return draft;
}

type Seen = { id: string; buttons: string[]; isCopy: boolean };

async function readArticles(page: Page): Promise<{ articles: Seen[]; elsewhere: number }> {
  return page.evaluate((tag) => {
    const articles = [...document.querySelectorAll('article[data-testid="tweet"]')];
    const ours = (root: ParentNode) => [...root.querySelectorAll(tag)];
    return {
      articles: articles.map((article) => {
        const links = [...article.querySelectorAll('a[href*="/status/"]')];
        const own =
          links.find((link) => link.querySelector('time')) ??
          links.find((link) => link.matches('[href$="/analytics"]'));
        return {
          id: /\/status\/(\d+)/.exec(own?.getAttribute('href') ?? '')?.[1] ?? '',
          isCopy: article.querySelector('[data-testid="reply"]') === null,
          buttons: ours(article).map(
            (host) => host.shadowRoot?.querySelector('button')?.getAttribute('aria-label') ?? '',
          ),
        };
      }),
      elsewhere: ours(document).filter(
        (host) => !host.closest('article') && host.getAttribute('data-size') !== 'profile',
      ).length,
    };
  }, PAY);
}

export type Audit = {
  /** Ids of the posts in the page that must have a button. */
  readonly payable: string[];
  /** Of those and the others, whatever is not as it must be. Empty when all is well. */
  readonly wrong: string[];
};

/** Compares every tweet of the page as it stands with what the sandbox knows of it. */
export async function audit(page: Page, viewer: string): Promise<Audit> {
  const { articles, elsewhere } = await readArticles(page);
  const payable: string[] = [];
  const wrong: string[] = elsewhere === 0 ? [] : [`${elsewhere} outside of tweets`];
  for (const { id, isCopy, buttons } of articles) {
    const post = posts.get(id);
    const none = isCopy || post?.promoted || post?.author === viewer;
    if (!none && !post) wrong.push(`unknown post ${id}`);
    if (!none && post) payable.push(id);
    const expected = none ? 0 : 1;
    const names = buttons.every((label) => label.includes(`@${post?.author}`));
    if (buttons.length !== expected || !names)
      wrong.push(`${id} ${post?.author}: ${JSON.stringify(buttons)}`);
  }
  return { payable, wrong };
}
