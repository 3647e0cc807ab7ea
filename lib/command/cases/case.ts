/** The shape of the hand-written cases. They say what people mean, and are never made from what the code does. */
import type { CommandContext } from '../index.ts';

/**
 * A text and what it must be read as: `1000 bob,chloe | memo` (cents, payees, memo), `? question`, `! reason`, or
 * `null`.
 */
export type Case = readonly [text: string, expected: string, context?: CommandContext];
