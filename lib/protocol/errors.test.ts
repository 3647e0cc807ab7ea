import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { Problem, problemCodes, problems } from './errors.ts';

const folder = 'docs/api/errors';
const read = (file: string) => readFileSync(`${folder}/${file}`, 'utf8');

it('docs/api/errors has a page for every code and for no other, and its list names them in order', () => {
  const pages = readdirSync(folder).filter((file) => file !== 'README.md');
  expect(pages.toSorted()).toEqual(problemCodes.map((code) => `${code}.md`).toSorted());
  const listed = [...read('README.md').matchAll(/^\| \[`([a-z_]+)`\]\(\1\.md\) +\| (\d{3}) +\| (yes|no) /gm)];
  const expected = problemCodes.map((code) => [code, ...told(code)]);
  expect(listed.map(([, ...cells]) => cells)).toEqual(expected);
});

/** Status and whether a retry can help, in the words of the pages. */
function told(code: (typeof problemCodes)[number]): [status: string, retryable: string] {
  return [String(problems[code].status), problems[code].retryable ? 'yes' : 'no'];
}

describe.each(problemCodes)('docs/api/errors/%s.md', (code) => {
  test('has status, retry and the sections of every page', () => {
    const page = read(`${code}.md`);
    const [status, retryable] = told(code);
    expect(page.split('\n').slice(0, 3)).toEqual([
      `# \`${code}\``,
      '',
      `**${status}** · retryable: **${retryable}**`,
    ]);
    const sections = [...page.matchAll(/^## (.+)\n\n(.+)/gm)].map(([, title]) => title);
    expect(sections).toEqual(['When', 'What the client does', 'Does a retry help?', 'Example']);
  });

  test('shows an answer that the API can give', () => {
    const [, example = ''] = /^```json\n([\s\S]*?)^```$/m.exec(read(`${code}.md`)) ?? [];
    const { status, retryable, title } = problems[code];
    expect(Problem.parse(JSON.parse(example))).toMatchObject({ code, status, retryable, title });
    expect(example).toContain(`"https://docs.moineau.example/api/errors/${code}"`);
  });
});
