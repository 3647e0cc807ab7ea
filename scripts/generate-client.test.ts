import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { endpoints } from '../lib/protocol/index.ts';
import { generateClient, HOW_TO_GENERATE } from './generate-client.ts';

let files: Record<string, string>;
beforeAll(async () => {
  files = await generateClient();
});

it('the client in the repository is the one that the endpoint table gives', () => {
  for (const [path, text] of Object.entries(files)) {
    expect(readFileSync(path, 'utf8') === text, `${path} is out of date: ${HOW_TO_GENERATE}`).toBe(true);
  }
});

it('leaves nothing behind that an earlier table gave', () => {
  const [folder = ''] = Object.keys(files).map(dirname);
  expect(readdirSync(folder).sort()).toEqual(
    Object.keys(files)
      .map((path) => basename(path))
      .sort(),
  );
});

it('has an operation for each endpoint, and no other', () => {
  const names = Object.values(files).flatMap((text) =>
    [...text.matchAll(/^export const (\w+) = \{\s+name: '\1'/gm)].map(([, name]) => name),
  );
  expect(names.sort()).toEqual(Object.keys(endpoints).sort());
});

it('gives the same bytes each time', async () => {
  expect(await generateClient()).toEqual(files);
});
