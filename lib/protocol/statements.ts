/** The history as a file: to calculate with, or to print. */
import { z } from 'zod';
import { Instant } from './primitives.ts';

/** `csv-fr`: semicolons and decimal commas, as spreadsheets in French expect. */
export const StatementFormat = z.enum(['csv', 'csv-fr', 'pdf']);
export type StatementFormat = z.infer<typeof StatementFormat>;

/** Payments created from `from` (with it) to `to` (without it); absent: from the first, to the last. */
export const StatementQuery = z.strictObject({
  format: StatementFormat,
  from: Instant.optional(),
  to: Instant.optional(),
});

/** Path of the download: a file and no JSON, so not in the table of endpoints. */
export const STATEMENT_PATH = '/v1/history/export';
