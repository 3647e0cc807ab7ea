/** The API's one source of truth: validation, types, OpenAPI, errors and the bytes that are signed. */
export * from './canonical.ts';
export * from './endpoints.ts';
export * from './errors.ts';
export * from './payments.ts';
export * from './people.ts';
export * from './primitives.ts';
export * from './terms.ts';
