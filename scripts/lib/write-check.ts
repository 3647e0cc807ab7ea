/**
 * Writes a JSON Schema as an expression of lib/wallet/shape.ts. Knows the words that zod writes for our schemas and no other:
 * one that it does not know stops it, so that a check is never weaker than its schema.
 */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** The longest that is not worth a name of its own. */
const SHORT = 24;

/**
 * The expressions of these schemas, and the constants that they share.
 * @param names how the schemas are referred to by each other (`$ref`), with the name of the constant
 * @throws Error at a keyword that it does not know
 */
export function writeChecks(named: ReadonlyMap<string, JsonSchema>, wanted: readonly string[]) {
  const uses = new Map<string, number>();
  const constants = new Map<string, string>();
  const code: string[] = [];
  const count = (schema: JsonSchema) => {
    const resolved = resolve(named, schema);
    const key = JSON.stringify(resolved);
    uses.set(key, (uses.get(key) ?? 0) + 1);
    if (uses.get(key) === 1) expression(resolved, (child) => count(child));
    return '';
  };
  const write = (schema: JsonSchema): string => {
    const resolved = resolve(named, schema);
    const key = JSON.stringify(resolved);
    const known = constants.get(key);
    if (known) return known;
    const text = expression(resolved, write);
    if ((uses.get(key) ?? 0) < 2 || text.length < SHORT) return text;
    const name = `shape${constants.size}`;
    constants.set(key, name);
    code.push(`const ${name} = ${text};`);
    return name;
  };
  for (const reference of wanted) count({ $ref: reference });
  const expressions = wanted.map((reference) => write({ $ref: reference }));
  return { code: code.join('\n'), expressions };
}

function resolve(named: ReadonlyMap<string, JsonSchema>, schema: JsonSchema): JsonSchema {
  const { $ref, ...more } = schema;
  if (typeof $ref !== 'string') return schema;
  const found = named.get($ref);
  if (!found) throw new Error(`no schema ${$ref}`);
  // Beside a reference stand further conditions, as in `Memo.max(60)`.
  return Object.keys(more).length === 0 ? resolve(named, found) : { allOf: [found, more] };
}

type Write = (schema: JsonSchema) => string;

function expression(schema: JsonSchema, write: Write): string {
  const { type } = schema;
  const all = (key: 'anyOf' | 'oneOf' | 'allOf') => (schema[key] as JsonSchema[]).map(write).join(', ');
  if ('anyOf' in schema) return only(schema, ['anyOf'], `either(${all('anyOf')})`);
  if ('oneOf' in schema) return only(schema, ['oneOf'], `either(${all('oneOf')})`);
  if ('const' in schema) return only(schema, ['const', 'type'], `among(${JSON.stringify(schema.const)})`);
  if ('enum' in schema) {
    const values = (schema.enum as unknown[]).map((value) => JSON.stringify(value)).join(', ');
    return only(schema, ['enum', 'type'], `among(${values})`);
  }
  if (Array.isArray(type)) {
    // What is said beside them is of the others, not of null.
    const forms = type.map((each) => write(each === 'null' ? { type: each } : { ...schema, type: each }));
    return `either(${forms.join(', ')})`;
  }
  switch (type) {
    case 'string':
      return textOf(schema);
    case 'integer':
      return only(schema, ['type', 'minimum', 'maximum'], `whole(${schema.minimum}, ${schema.maximum})`);
    case 'number':
      return only(schema, ['type'], 'finite');
    case 'boolean':
      return only(schema, ['type'], 'bool');
    case 'null':
      return only(schema, ['type'], 'among(null)');
    case 'array': {
      const { items, minItems = 0, maxItems = 'Infinity' } = schema;
      const text = `list(${write(items as JsonSchema)}, ${minItems}, ${maxItems})`;
      return only(schema, ['type', 'items', 'minItems', 'maxItems'], text);
    }
    case 'object':
      return objectOf(schema, write);
    case undefined:
      if ('allOf' in schema) return only(schema, ['allOf'], `both(${all('allOf')})`);
      return only(schema, [], 'anything');
    default:
      throw new Error(`not a type of ours: ${JSON.stringify(type)}`);
  }
}

function textOf(schema: JsonSchema): string {
  const known = ['type', 'minLength', 'maxLength', 'pattern', 'allOf', 'format'];
  if (schema.format === 'uri') {
    const rest = { ...schema };
    delete (rest as Record<string, unknown>).format;
    return Object.keys(rest).length === 1 ? 'url' : `both(url, ${textOf(rest)})`;
  }
  if ('format' in schema) throw new Error(`not a format of ours: ${schema.format}`);
  const several = ((schema.allOf ?? []) as JsonSchema[]).map((part) =>
    only(part, ['type', 'pattern'], String(part.pattern)),
  );
  const patterns = [...('pattern' in schema ? [String(schema.pattern)] : []), ...several];
  const literals = patterns.map((pattern) => `, /${new RegExp(pattern, 'u').source}/u`);
  return only(
    schema,
    known,
    `text(${schema.minLength ?? 0}, ${schema.maxLength ?? 'Infinity'}${literals.join('')})`,
  );
}

function objectOf(schema: JsonSchema, write: Write): string {
  const { propertyNames, additionalProperties } = schema;
  if (typeof additionalProperties === 'object' && additionalProperties !== null) {
    // Names are text; the schema need not say so.
    const names = write({ type: 'string', ...(propertyNames as JsonSchema) });
    const text = `record(${names}, ${write(additionalProperties as JsonSchema)})`;
    return only(schema, ['type', 'propertyNames', 'additionalProperties'], text);
  }
  if (additionalProperties !== false) throw new Error('an object of ours says that it has no other fields');
  const required = new Set((schema.required ?? []) as string[]);
  const fields = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>);
  const part = (wanted: boolean) =>
    fields
      .filter(([name]) => required.has(name) === wanted)
      .map(([name, field]) => `${JSON.stringify(name)}: ${write(field)}`)
      .join(', ');
  const optional = part(false);
  const text = `exactly({ ${part(true)} }${optional === '' ? '' : `, { ${optional} }`})`;
  return only(schema, ['type', 'properties', 'required', 'additionalProperties'], text);
}

/** The text, if the schema says no more than these words. */
function only(schema: JsonSchema, known: readonly string[], text: string): string {
  const strange = Object.keys(schema).filter((keyword) => !known.includes(keyword));
  if (strange.length > 0) throw new Error(`unknown in a schema: ${strange.join(', ')}`);
  return text;
}
