/**
 * What the generated checks are made of (generated/checks.ts): each says whether a value has a form, exactly, as the schema
 * of lib/protocol or lib/messages.ts has it that it was made from. Pure, so that checks nobody uses cost nothing.
 */
export type Check = (value: unknown) => boolean;

type Fields = Readonly<Record<string, Check>>;

export const anything: Check = () => true;

export const bool: Check = (value) => typeof value === 'boolean';

export const finite: Check = (value) => Number.isFinite(value);

/** An address, as `z.url()` asks. */
export const url: Check = (value) => typeof value === 'string' && URL.canParse(value);

/** So many code points, of these patterns. */
/*#__NO_SIDE_EFFECTS__*/
export function text(least: number, most: number, ...patterns: readonly RegExp[]): Check {
  return (value) => {
    if (typeof value !== 'string') return false;
    const { length } = [...value];
    return length >= least && length <= most && patterns.every((pattern) => pattern.test(value));
  };
}

/*#__NO_SIDE_EFFECTS__*/
export function whole(least: number, most: number): Check {
  return (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}

/*#__NO_SIDE_EFFECTS__*/
export function among(...values: readonly unknown[]): Check {
  return (value) => values.includes(value);
}

/*#__NO_SIDE_EFFECTS__*/
export function either(...checks: readonly Check[]): Check {
  return (value) => checks.some((check) => check(value));
}

/*#__NO_SIDE_EFFECTS__*/
export function both(...checks: readonly Check[]): Check {
  return (value) => checks.every((check) => check(value));
}

/*#__NO_SIDE_EFFECTS__*/
export function list(of: Check, least: number, most: number): Check {
  return (value) =>
    Array.isArray(value) && value.length >= least && value.length <= most && value.every((item) => of(item));
}

/** All of the first, perhaps some of the second, nothing else. */
/*#__NO_SIDE_EFFECTS__*/
export function exactly(required: Fields, optional: Fields = {}): Check {
  return (value) =>
    isObject(value) &&
    Object.keys(required).every((name) => Object.hasOwn(value, name)) &&
    Object.keys(value).every((name) => fieldOf(required, optional, name)?.(value[name]) === true);
}

/** Any names of this form, each with a value of that. */
/*#__NO_SIDE_EFFECTS__*/
export function record(names: Check, values: Check): Check {
  return (value) => isObject(value) && Object.keys(value).every((name) => names(name) && values(value[name]));
}

function fieldOf(required: Fields, optional: Fields, name: string): Check | undefined {
  if (Object.hasOwn(required, name)) return required[name];
  return Object.hasOwn(optional, name) ? optional[name] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
