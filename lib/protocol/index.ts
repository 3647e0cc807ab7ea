/** The API's one source of truth: validation, types, OpenAPI, errors and the bytes that are signed. */
export * from './canonical.ts';
export * from './commands.ts';
export * from './endpoint.ts';
export * from './endpoints.ts';
export * from './errors.ts';
export * from './limits.ts';
export * from './most-payees.ts';
export * from './notifications.ts';
export * from './page-rules.ts';
export * from './payments.ts';
export * from './people.ts';
export * from './primitives.ts';
export * from './receipts.ts';
export * from './requests.ts';
export * from './statements.ts';
export * from './terms.ts';
