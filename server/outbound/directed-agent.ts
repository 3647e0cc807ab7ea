/**
 * An HTTPS agent that speaks to a partner (X, Stripe) at a configured address: the client libraries keep
 * the partner's own host in their requests, the connection goes where the configuration says.
 * It must never weaken TLS: the certificate is always checked, and always for the partner's own name.
 */
import type { RequestOptions } from 'node:http';
import { Agent, type AgentOptions } from 'node:https';
import type { Duplex } from 'node:stream';

/** Where a partner is reached, if not at its own address. */
export type Direction = {
  /** `https://host:port`; no path. */
  readonly url: string;
  /** The only CA that is believed there, in PEM; without it the system's. */
  readonly ca?: string | undefined;
  /** The name that the certificate must bear: `api.x.com`. */
  readonly servername: string;
};

/** @throws TypeError when the address is not a bare https origin */
export function createDirectedAgent(direction: Direction): Agent {
  const target = new URL(direction.url);
  if (target.protocol !== 'https:' || target.pathname !== '/' || target.search || target.username) {
    throw new TypeError(`not a bare https origin: ${direction.url}`);
  }
  const connection: AgentOptions = {
    host: target.hostname,
    port: target.port === '' ? 443 : Number(target.port),
    servername: direction.servername,
    ...(direction.ca === undefined ? {} : { ca: direction.ca }),
  };
  return new DirectedAgent(connection);
}

class DirectedAgent extends Agent {
  readonly #connection: AgentOptions;

  constructor(connection: AgentOptions) {
    super({ keepAlive: true });
    this.#connection = connection;
  }

  override createConnection(
    options: RequestOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    return super.createConnection({ ...options, ...this.#connection }, callback);
  }
}
