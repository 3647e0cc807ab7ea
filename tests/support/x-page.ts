/** Looks at € on the pages of the sandbox's X, against what the sandbox itself knows of its posts. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { Draft } from '../../lib/messages.ts';
import { accounts } from '../../sandbox/world.ts';
import { seedTweets } from '../../sandbox/x-site/seed.ts';
import type { Person } from '../../scripts/lib/person.ts';

/** The element of ours in X's page. */
export const PAY = 'moineau-pay';

/** From here on are the ids that the sandbox gives to new posts: those of its opening scene are older. */
const FIRST_WRITTEN = 2_000_000_000_000_000_000n;

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
        (host) =>
          !host.closest('article') && !['profile', 'person'].includes(host.getAttribute('data-size') ?? ''),
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
    // Written by a test while the sandbox runs: who wrote it is that test's to say.
    if (!post && BigInt(id) >= FIRST_WRITTEN) continue;
    if (!none && !post) wrong.push(`unknown post ${id}`);
    if (!none && post) payable.push(id);
    const expected = none ? 0 : 1;
    const names = buttons.every((label) => label.includes(`@${post?.author}`));
    if (buttons.length !== expected || !names)
      wrong.push(`${id} ${post?.author}: ${JSON.stringify(buttons)}`);
  }
  return { payable, wrong };
}

/** Every person of a list has one € that names him, but the viewer and those without a Follow button have none. */
export async function expectPeople(part: Locator, least: number, viewer = 'alice'): Promise<void> {
  await expect(async () => {
    const cells = await part.getByTestId('UserCell').evaluateAll(
      (found, tag) =>
        found.map((cell) => ({
          handle:
            cell.querySelector('[data-testid^="UserAvatar"]')?.getAttribute('data-testid')?.slice(21) ?? '',
          hasFollow: cell.querySelector('[data-testid$="follow"]') !== null,
          buttons: [...cell.querySelectorAll(tag)].map(
            (host) => host.shadowRoot?.querySelector('button')?.getAttribute('aria-label') ?? '',
          ),
        })),
      PAY,
    );
    const payable = cells.filter(({ handle, hasFollow }) => hasFollow && handle !== viewer);
    expect(payable.length).toBeGreaterThanOrEqual(least);
    for (const { handle, hasFollow, buttons } of cells) {
      const expected = hasFollow && handle !== viewer ? [expect.stringContaining(`@${handle}`)] : [];
      expect({ handle, buttons }).toEqual({ handle, buttons: expected });
    }
  }).toPass({ timeout: 10_000 });
}

type TreeNode = {
  nodeName: string;
  nodeType: number;
  nodeValue?: string;
  attributes?: string[];
  children?: TreeNode[];
  shadowRoots?: (TreeNode & { shadowRootType?: string })[];
};

/** What this person alone sees on one post: the texts in our closed roots. */
export type Private = { readonly mark: string | null; readonly strip: string | null };

/** By post: read as the browser's own tools read it, since no script of the page can. */
export async function privately(page: Page): Promise<Record<string, Private>> {
  const session = await page.context().newCDPSession(page);
  const { root } = (await session.send('DOM.getDocument', { depth: -1, pierce: true })) as { root: TreeNode };
  await session.detach();
  const seen: Record<string, Private> = {};
  const visit = (node: TreeNode): void => {
    if (node.nodeName !== 'ARTICLE') {
      for (const child of below(node)) visit(child);
      return;
    }
    const id = postId(node);
    if (id) seen[id] = { mark: closedText(node, 'MOINEAU-PAY'), strip: closedText(node, 'MOINEAU-COMMAND') };
  };
  visit(root);
  return seen;
}

const below = (node: TreeNode): TreeNode[] => [...(node.children ?? []), ...(node.shadowRoots ?? [])];

function postId(node: TreeNode): string | null {
  const href =
    node.nodeName === 'A' ? (node.attributes ?? []).find((text) => text.includes('/status/')) : undefined;
  const own = /\/status\/(\d+)/.exec(href ?? '')?.[1];
  if (own) return own;
  for (const child of node.children ?? []) {
    const found = postId(child);
    if (found) return found;
  }
  return null;
}

function closedText(node: TreeNode, host: string, inside = false): string | null {
  const isHost = inside || node.nodeName === host;
  for (const root of node.shadowRoots ?? []) {
    if (isHost && root.shadowRootType === 'closed') return textOf(root);
  }
  for (const child of below(node)) {
    const found = closedText(child, host, isHost);
    if (found !== null) return found;
  }
  return null;
}

function textOf(node: TreeNode): string {
  if (node.nodeType === 3) return node.nodeValue ?? '';
  if (node.nodeName === 'STYLE') return '';
  return (node.children ?? []).map(textOf).filter(Boolean).join('|');
}

/** What a screen reader says of an element of ours: its name and, in a closed root, its description. */
export async function spoken(page: Page, button: Locator): Promise<{ name: string; description: string }> {
  const session = await page.context().newCDPSession(page);
  await button.evaluate((element) => Object.assign(window, { spoken: element }));
  const { result } = await session.send('Runtime.evaluate', { expression: 'window.spoken' });
  const { nodes } = await session.send('Accessibility.getPartialAXTree', {
    objectId: result.objectId ?? '',
    fetchRelatives: false,
  });
  await session.detach();
  const [node] = nodes;
  return { name: String(node?.name?.value ?? ''), description: String(node?.description?.value ?? '') };
}
