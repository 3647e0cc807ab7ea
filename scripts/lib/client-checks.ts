/**
 * Writes the checks of the extension's background: each schema of lib/protocol and lib/messages.ts that meets something
 * from outside, written with the few functions of lib/wallet/shape.ts. Zod stays the source; the browser need not carry it.
 * Must never weaken a schema: a test holds every check against its schema, and an unknown keyword stops the writer (docs/decisions/0018).
 */
import { z } from 'zod';
import * as messaging from '../../lib/messages.ts';
import * as protocol from '../../lib/protocol/index.ts';
import { type JsonSchema, writeChecks } from './write-check.ts';

/** Schemas are named by address: the compiler wants ids that are. Never fetched. */
const BASE = 'https://schemas.invalid/';

/** From outside, beside the answers of operations and the messages. */
const ALWAYS = [
  ...['Problem', 'WalletEvent', 'Draft', 'Envelope', 'Memo'],
  ...['PageRulesDocument', 'KeptPageRules', 'KeptHealth'],
];

/** What lib/wallet/shape.ts exports. */
const SHAPES = [
  ...[
    'among',
    'anything',
    'bool',
    'both',
    'either',
    'exactly',
    'finite',
    'list',
    'record',
    'text',
    'url',
    'whole',
  ],
];

type Named = { readonly module: 'protocol' | 'messages'; readonly schema: z.ZodType };

function namedSchemas(): Map<string, Named> {
  const named = new Map<string, Named>();
  const modules = { protocol, messages: messaging } as const;
  for (const [module, exported] of Object.entries(modules) as [Named['module'], object][]) {
    for (const [name, schema] of Object.entries(exported)) {
      if (schema instanceof z.ZodType) named.set(name, { module, schema });
    }
  }
  return named;
}

const named = namedSchemas();

/** The name under which lib/protocol exports the schema of an operation's answer; null for an answer without one. */
export function answerName(operation: string): string | null {
  const endpoint = protocol.endpoints[operation as protocol.EndpointName];
  const { status, schema } = endpoint.success;
  if (status === 204) return null;
  const found = [...named].find(([, known]) => known.schema === schema);
  if (!found)
    throw new Error(`${operation}: export the schema of its answer from lib/protocol, so that it has a name`);
  return found[0];
}

/** Every check by the name of its function, with the schema that it must agree with. */
export function checkedSchemas(): Map<string, z.ZodType> {
  const answers = Object.keys(protocol.endpoints).map(answerName);
  const names = [...new Set([...ALWAYS, ...answers])].filter((name) => name !== null).sort();
  const checks = new Map(names.map((name) => [`is${name}`, schemaOf(name)]));
  for (const [kind, { input }] of Object.entries(messaging.messages)) checks.set(inputCheck(kind), input);
  return checks;
}

function schemaOf(name: string): z.ZodType {
  const schema = named.get(name)?.schema;
  if (!schema) throw new Error(`no schema ${name}`);
  return schema;
}

/** `wallet.draft_start` → `takesWalletDraftStart`. */
function inputCheck(kind: string): string {
  return `takes_${kind}`.replace(/[._]([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The module's text. */
export function checksModule(header: string): string {
  const checks = checkedSchemas();
  const { code, references } = compileChecks(checks);
  const guards = [...checks.keys()].map((check) => {
    const reference = references.get(check);
    const name = check.startsWith('is') ? check.slice('is'.length) : null;
    const module = name === null ? undefined : named.get(name)?.module;
    if (module === undefined) return `const ${check}: Check = ${reference};`;
    return `export const ${check} = ${reference} as Guard<typeof ${module}.${name}>;`;
  });
  const rules = Object.entries(messaging.messages).map(
    ([kind, { from }]) => `  '${kind}': { from: '${from}', accepts: ${inputCheck(kind)} },`,
  );
  const used = SHAPES.filter((shape) => new RegExp(`\\b${shape}\\b`).test(code + guards.join()));
  return `${header}// biome-ignore-all lint: generated
import type { z } from 'zod';
import type * as messages from '../../messages.ts';
import type * as protocol from '../../protocol/index.ts';
import { type Check, ${used.join(', ')} } from '../shape.ts';

type Guard<S extends z.ZodType> = (value: unknown) => value is z.infer<S>;

${code}
${guards.join('\n')}

/** Who may send which message, and what it must look like. */
export const messageRules: { readonly [K in messages.MessageKind]: { readonly from: 'page' | 'wallet'; readonly accepts: Check } } = {
${rules.join('\n')}
};
`;
}

/**
 * The conditions of these schemas, and which function is whose.
 * @throws Error for a schema that JSON Schema can't say in full: a refinement or a transformation of ours.
 */
export function compileChecks(checks: Map<string, z.ZodType>): {
  code: string;
  references: Map<string, string>;
} {
  const registry = z.registry<{ id: string }>();
  for (const [name, { schema }] of named) registry.add(schema, { id: name });
  for (const [check, schema] of checks) if (!registry.has(schema)) registry.add(schema, { id: check });
  const made = z.toJSONSchema(registry, {
    target: 'draft-7',
    io: 'input',
    uri: (id) => BASE + id,
    override: markWhatJsonSchemaOmits,
  });
  const forms = new Map(
    Object.entries(made.schemas).map(([id, { id: _, $id: _address, ...schema }]) => [
      BASE + id,
      withoutSaidTwice(schema) as JsonSchema,
    ]),
  );
  const wanted = [...checks.values()].map((schema) => BASE + registry.get(schema)?.id);
  const { code, expressions } = writeChecks(forms, wanted);
  return {
    code,
    references: new Map([...checks.keys()].map((check, index) => [check, expressions[index] ?? ''])),
  };
}

/** The writer stops at the unknown keyword, where it meets it: a check must not be weaker than its schema. */
function markWhatJsonSchemaOmits({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodType;
  jsonSchema: object;
}): void {
  const kinds = zodSchema._zod.def.checks?.map(({ _zod }) => _zod.def.check) ?? [];
  if (kinds.includes('custom') || kinds.includes('overwrite'))
    Object.assign(jsonSchema, { notInJsonSchema: true });
}

/** Zod gives a pattern beside each format it has one for, and that pattern is what zod itself applies. */
function withoutSaidTwice<T>(node: T): T {
  if (Array.isArray(node)) return node.map(withoutSaidTwice) as T;
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).filter(
    ([key, value]) =>
      key !== '$schema' && !(key === 'format' && typeof value === 'string' && 'pattern' in node),
  );
  return Object.fromEntries(entries.map(([key, value]) => [key, withoutSaidTwice(value)])) as T;
}
