/** A timeline's cells, which are nearly all that X puts into a page while somebody scrolls. Pure. */
import { areAsBuilt } from './rules.ts';
import { selectors, testIds } from './selectors.ts';

const ARTICLE = selectors.article[0] ?? '';

/** The one post of a cell that a timeline puts in, which is nearly all that comes; null: look patiently. */
export function postOfCell(node: Element): Element | null {
  if (!areAsBuilt() || node.getAttribute('data-testid') !== testIds.cell) return null;
  const articles = node.querySelectorAll(ARTICLE);
  const post = articles.length === 1 ? articles[0] : undefined;
  if (post?.getAttribute('data-testid') !== testIds.tweet || node.closest(ARTICLE)) return null;
  return post;
}
