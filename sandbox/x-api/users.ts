/**
 * A user as X's API shows one: three fields always, others when `user.fields` asks for them.
 * Must never show a field that X's OpenAPI does not know (a test compares).
 */
import type { Answer } from '../http.ts';
import type { SandboxAccount } from '../world.ts';
import { invalidRequest, userNotFound } from './problems.ts';

/** The `user.fields` of X's OpenAPI 2.167. Those that the sandbox has no value for are left out, as X does. */
// biome-ignore format: a list of names
const fieldsKnown: ReadonlySet<string> = new Set([
  'confirmed_email', 'connection_status', 'created_at', 'description', 'entities', 'id', 'is_identity_verified',
  'location', 'name', 'parody', 'profile_banner_url', 'profile_image_url', 'protected', 'public_metrics',
  'receives_your_dm', 'subscribes_to_you', 'subscription', 'subscription_type', 'url', 'username', 'verified',
  'verified_followers_count', 'verified_type', 'withheld',
]);

const fieldsAlways = ['id', 'name', 'username'];

/** `{ data: … }` for one account, with the fields that the request asks for. */
export function showUser(account: SandboxAccount, query: URLSearchParams): Answer {
  const shown = fieldsAsked(query);
  return shown instanceof Set ? { status: 200, body: { data: fieldsOf(account, shown) } } : shown;
}

/** The same for many, by their ids; those that nobody has are told of. */
export function showUsers(
  accounts: readonly SandboxAccount[],
  ids: readonly string[],
  query: URLSearchParams,
): Answer {
  const shown = fieldsAsked(query);
  if (!(shown instanceof Set)) return shown;
  const found = accounts.filter((account) => ids.includes(account.id));
  const missing = ids.filter((id) => !found.some((account) => account.id === id));
  const body = {
    ...(found.length > 0 ? { data: found.map((account) => fieldsOf(account, shown)) } : {}),
    ...(missing.length > 0 ? { errors: missing.map((id) => userNotFound('ids', id)) } : {}),
  };
  return { status: 200, body };
}

function fieldsAsked(query: URLSearchParams): Set<string> | Answer {
  const asked = (query.get('user.fields') ?? '').split(',').filter((field) => field !== '');
  const unknown = asked.find((field) => !fieldsKnown.has(field));
  if (unknown === undefined) return new Set([...fieldsAlways, ...asked]);
  const message = `The \`user.fields\` query parameter value [${unknown}] is not one of [${[...fieldsKnown].join(',')}]`;
  return invalidRequest('user.fields', unknown, message);
}

function fieldsOf(account: SandboxAccount, shown: ReadonlySet<string>): object {
  const all: Record<string, unknown> = {
    id: account.id,
    name: account.name,
    username: account.handle,
    created_at: account.createdAt,
    description: account.bio,
    parody: account.parody ?? false,
    protected: false,
    verified: account.verified,
    verified_type: account.verified ? 'blue' : 'none',
  };
  return Object.fromEntries(Object.entries(all).filter(([field]) => shown.has(field)));
}
