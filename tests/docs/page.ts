/**
 * A page of the documentation as something to run: its shell blocks in order, each with the answer that is printed
 * under it. It must never make a block run that the page does not print, nor change one.
 */
import { readFileSync } from 'node:fs';

export type Step = {
  readonly page: string;
  /** Where the block begins, for messages. */
  readonly line: number;
  readonly shell: string;
  /** The block right under it, when that is an answer. */
  readonly printed: { readonly language: 'json' | 'text'; readonly text: string } | null;
};

/** The steps of a page: every fence marked `sh`, with a fence marked `json` or `text` that comes before the next. */
export function stepsOf(page: string): Step[] {
  const source = readFileSync(page, 'utf8');
  const fences = [...source.matchAll(/^```([a-z]*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    language: match[1] ?? '',
    text: match[2] ?? '',
    line: source.slice(0, match.index).split('\n').length,
  }));
  return fences.flatMap((fence, index): Step[] => {
    if (fence.language !== 'sh') return [];
    const { language, text } = fences[index + 1] ?? { language: '', text: '' };
    const printed: Step['printed'] = language === 'json' || language === 'text' ? { language, text } : null;
    return [{ page, line: fence.line, shell: fence.text, printed }];
  });
}

/** What is different each time; two of one kind count as the same. */
const kinds: readonly RegExp[] = [
  /^(?:[a-z]{3}_)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
];

const prefixOf = (id: string) => /^[a-z]{3}_/.exec(id)?.[0] ?? '';

/** Whether a printed text stands for this one: the same, of the same kind, or the same around each `…`. */
function textFits(printed: string, actual: string): boolean {
  if (printed === actual) return true;
  if (kinds.some((kind) => kind.test(printed) && kind.test(actual)))
    return prefixOf(printed) === prefixOf(actual);
  const pattern = printed.split('…').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return actual !== '' && pattern.length > 1 && new RegExp(`^${pattern.join('.*')}$`, 's').test(actual);
}

/** Where an answer is not what the page prints, as JSON pointers with both; empty when it is. */
export function differences(printed: unknown, actual: unknown, pointer = ''): string[] {
  const told = [`${pointer || '/'}: printed ${JSON.stringify(printed)}, answered ${JSON.stringify(actual)}`];
  if (typeof printed === 'string' && typeof actual === 'string') return textFits(printed, actual) ? [] : told;
  if (!isObject(printed) || !isObject(actual)) return Object.is(printed, actual) ? [] : told;
  if ('…' in printed) return [];
  const names = [...new Set([...Object.keys(printed), ...Object.keys(actual)])];
  return names.flatMap((name) => differences(printed[name], actual[name], `${pointer}/${name}`));
}

/** Arrays too: their members have numbers for names. */
function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** What is wrong with the output of a step, by what the page prints under it. */
export function judge(step: Step, output: string): string[] {
  if (step.printed === null) return [];
  if (step.printed.language === 'json') return differences(JSON.parse(step.printed.text), parse(output));
  return step.printed.text
    .trimEnd()
    .split('\n')
    .filter((line) => !output.split('\n').some((answered) => textFits(line, answered)))
    .map((line) => `not answered: ${line}`);
}

function parse(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    return output;
  }
}
