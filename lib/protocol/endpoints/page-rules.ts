/** What mends the extension on X's pages. Public. */
import type { Endpoint } from '../endpoint.ts';
import { SignedPageRules } from '../page-rules.ts';

export const pageRulesEndpoints = {
  pageRules: {
    method: 'GET',
    path: '/v1/page-rules',
    summary: "Signed data that mends what the extension puts into X's pages. The same for everyone.",
    auth: 'none',
    presence: 'none',
    idempotent: false,
    success: { status: 200, schema: SignedPageRules },
  },
} as const satisfies Record<string, Endpoint>;
