import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { messages } from '../../lib/messages.ts';
import * as checks from '../../lib/wallet/generated/checks.ts';
import { checkedSchemas, compileChecks } from './client-checks.ts';

type JsonSchema = {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  pattern?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  items?: JsonSchema;
  minItems?: number;
  propertyNames?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
  properties?: Record<string, JsonSchema>;
  required?: string[];
};

/** Values of this form. */
function valuesOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return fc.oneof(...either.map(valuesOf));
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (Array.isArray(schema.type))
    return fc.oneof(...schema.type.map((type) => valuesOf({ ...schema, type })));
  switch (schema.type) {
    case 'string':
      return textsOf(schema);
    case 'integer':
      return fc.integer({
        min: Math.max(schema.minimum ?? 0, -9),
        max: Math.min(schema.maximum ?? 9, 2 ** 31 - 1),
      });
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(valuesOf(schema.items ?? {}), { minLength: schema.minItems ?? 0, maxLength: 2 });
    case 'object': {
      // A record: the names are of a form, too.
      if (schema.propertyNames && typeof schema.additionalProperties === 'object')
        return fc.dictionary(
          valuesOf({ type: 'string', ...schema.propertyNames }) as fc.Arbitrary<string>,
          valuesOf(schema.additionalProperties),
          { maxKeys: 2, noNullPrototype: true },
        );
      const fields = Object.entries(schema.properties ?? {}).map(
        ([name, field]) => [name, valuesOf(field)] as const,
      );
      const model: Record<string, fc.Arbitrary<unknown>> = Object.fromEntries(fields);
      return fc.record(model, { requiredKeys: schema.required ?? [] });
    }
    default:
      return fc.jsonValue();
  }
}

function textsOf({ pattern, format, minLength, maxLength }: JsonSchema): fc.Arbitrary<string> {
  if (format === 'uri') return fc.webUrl();
  if (pattern !== undefined)
    return fc.stringMatching(new RegExp(pattern)).filter(({ length }) => length <= (maxLength ?? length));
  return fc.string({ minLength: minLength ?? 0, maxLength: maxLength ?? 20 });
}

/** What a value may become on its way: anything JSON can say, and texts at the edges of the schemas. */
const replacement = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(
    '',
    '0',
    '00',
    '-1',
    'EUR',
    'eur',
    'a\u0000',
    '\ud800',
    '🥖'.repeat(71),
    'x'.repeat(141),
    2 ** 53,
    1.5,
  ),
);
const change = fc.record({
  /** Which of all places in the value, counted around. */
  place: fc.nat(),
  how: fc.constantFrom('replace', 'remove', 'add'),
  with: replacement,
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function changed(value: unknown, { place, how, with: other }: Change): unknown {
  const copy: { root: unknown } = structuredClone({ root: value });
  const places = placesIn(copy);
  const [holder, key] = places[place % places.length] ?? ([copy, 'root'] as Place);
  if (how === 'remove') delete holder[key];
  else if (how === 'replace') holder[key] = other;
  else if (typeof holder[key] === 'object' && holder[key] !== null)
    Object.assign(holder[key], { more: other });
  // What travels is JSON: no holes in lists.
  return JSON.parse(JSON.stringify(copy)).root;
}

type Place = [Record<string, unknown>, string];

function placesIn(node: object): Place[] {
  return Object.entries(node).flatMap(([key, child]) => [
    [node as Record<string, unknown>, key] as Place,
    ...(typeof child === 'object' && child !== null ? placesIn(child) : []),
  ]);
}

const { messageRules, ...guards } = checks;
const rules = new Map(Object.entries(messageRules));
const accepts = new Map<string, (value: unknown) => boolean>(Object.entries(guards));
for (const [kind, rule] of rules) accepts.set(kind, rule.accepts);
const schemas = new Map<string, z.ZodType>([
  ...[...checkedSchemas()].filter(([name]) => accepts.has(name)),
  ...Object.entries(messages).map(([kind, { input }]) => [kind, input] as const),
]);

describe('the checks of the background are the schemas, compiled', () => {
  it('all of them', () => {
    expect([...schemas.keys()].sort()).toEqual([...accepts.keys()].sort());
  });

  it.each([...schemas.keys()])('T28 %s accepts and refuses what its schema does', (name) => {
    const schema = schemas.get(name) ?? z.never();
    const accepted = accepts.get(name) ?? (() => false);
    const { $defs: _, ...form } = z.toJSONSchema(schema, {
      target: 'draft-7',
      io: 'input',
      reused: 'inline',
    });
    const values = valuesOf(form as JsonSchema);
    fc.assert(
      fc.property(values, (value) => accepted(value) && schema.safeParse(value).success),
      { numRuns: 50 },
    );
    fc.assert(
      fc.property(values, change, (value, how) => {
        const other = changed(value, how);
        expect(accepted(other)).toBe(schema.safeParse(other).success);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['a refinement', z.strictObject({ odd: z.int().refine((n) => n % 2 === 1) })],
    ['a transformation', z.strictObject({ name: z.string().trim() })],
  ])('are not made of a schema with %s, which they would leave out', (_, schema) => {
    expect(() => compileChecks(new Map([['isStrange', schema]]))).toThrow(/notInJsonSchema/);
  });

  it('who may send what is what lib/messages.ts says', () => {
    for (const [kind, { from }] of Object.entries(messages)) {
      expect(rules.get(kind)?.from).toBe(from);
    }
  });
});
