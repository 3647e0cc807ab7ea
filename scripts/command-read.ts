/**
 * `npm run command:read`: what texts ask for, as JSON, one line each. Texts come as one argument, or as JSON strings,
 * one a line, on standard input. `--reply-to HANDLE`: the author of the post they answer; `--author HANDLE`: who
 * writes. A line that is no JSON string is reported on standard error and has no answer; the exit code is then 1.
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { type CommandContext, type Reading, readCommand } from '../lib/command/index.ts';

const HANDLE = /^@?[A-Za-z0-9_]{1,15}$/;

/** One line of JSON: the fields of a payment first, amounts as numbers, spans last. */
function toJson(reading: Reading): string {
  return JSON.stringify(reading, (_key, value: unknown) =>
    typeof value === 'bigint' ? Number(value) : value,
  );
}

function readArguments(): { context: CommandContext; texts: string[] } {
  const { values, positionals } = parseArgs({
    options: { 'reply-to': { type: 'string' }, author: { type: 'string' } },
    allowPositionals: true,
  });
  const context = { replyTo: values['reply-to'] ?? null, author: values.author ?? null };
  for (const handle of [context.replyTo, context.author]) {
    if (handle !== null && !HANDLE.test(handle))
      throw new TypeError(`not a handle: ${JSON.stringify(handle)}`);
  }
  if (positionals.length > 1) throw new TypeError('one text at most; quote it');
  return { context, texts: positionals };
}

/** The text of a line, or why it is none. */
function textOf(line: string): { text: string } | { error: string } {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'string' ? { text: value } : { error: 'not a JSON string' };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** Lines of standard input. Not `node:readline`: it also cuts at U+2028, which a JSON string may hold. */
async function* linesOf(input: NodeJS.ReadStream): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of input.setEncoding('utf8')) {
    const lines = `${rest}${String(chunk)}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  yield rest;
}

async function readInput(context: CommandContext): Promise<void> {
  let number = 0;
  for await (const line of linesOf(process.stdin)) {
    number++;
    if (line.trim() === '') continue;
    const input = textOf(line);
    if ('error' in input) {
      process.exitCode = 1;
      console.error(`line ${number}: ${input.error}: ${line.trim().slice(0, 80)}`);
    } else if (!process.stdout.write(`${toJson(readCommand(input.text, context))}\n`)) {
      await once(process.stdout, 'drain');
    }
  }
}

// A reader that stops early (`| head`) is no error.
process.stdout.on('error', () => process.exit());
try {
  const { context, texts } = readArguments();
  const [text] = texts;
  if (text === undefined) await readInput(context);
  else console.log(toJson(readCommand(text, context)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
