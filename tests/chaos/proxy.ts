/**
 * A TCP proxy that misbehaves when told to: it resets, stalls, half-closes, or lets requests through and loses the
 * answers. It knows nothing of what passes through it.
 */
import { connect, createServer, type Socket } from 'node:net';

export type FaultyProxy = {
  readonly port: number;
  /** Sends new connections to this port of 127.0.0.1. */
  aim(port: number): void;
  /** Every connection ends with RST, now. */
  reset(): void;
  /** Nothing passes until `flow`. New connections are accepted, and stall too. */
  stall(): void;
  /** What the client sends arrives, what comes back does not, until `flow`; then those connections are reset. */
  loseReplies(): void;
  flow(): void;
  /** Every connection: this side hears the other's end (FIN), while its own direction stays open. */
  halfClose(side: 'client' | 'server'): void;
  close(): Promise<void>;
};

type Mode = 'flowing' | 'stalled' | 'losing';
type Pair = { readonly client: Socket; readonly server: Socket; hasLost: boolean };

export async function startProxy(): Promise<FaultyProxy> {
  const pairs = new Set<Pair>();
  let mode: Mode = 'flowing';
  let target = 0;

  const end = (pair: Pair, how: 'destroy' | 'reset') => {
    if (!pairs.delete(pair)) return;
    for (const socket of [pair.client, pair.server]) {
      if (how === 'reset' && canBeReset(socket)) socket.resetAndDestroy();
      else socket.destroy();
    }
  };
  const listener = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const server = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    const pair: Pair = { client, server, hasLost: false };
    pairs.add(pair);
    const mayRead = () => mode !== 'stalled';
    forward(client, server, { passes: () => true, mayRead });
    const passes = () => {
      pair.hasLost ||= mode === 'losing';
      return mode !== 'losing';
    };
    forward(server, client, { passes, mayRead });
    for (const socket of [client, server]) {
      if (mode === 'stalled') socket.pause();
      // A refused or broken side is told to the other as what it is: the connection is gone.
      socket.on('error', () => end(pair, 'reset'));
      socket.once('close', () => end(pair, 'destroy'));
    }
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('no port');

  return {
    port: address.port,
    aim(port) {
      target = port;
    },
    reset() {
      for (const pair of pairs) end(pair, 'reset');
    },
    stall() {
      mode = 'stalled';
      for (const { client, server } of pairs) for (const socket of [client, server]) socket.pause();
    },
    loseReplies() {
      mode = 'losing';
    },
    flow() {
      mode = 'flowing';
      for (const pair of pairs) {
        if (pair.hasLost) end(pair, 'reset');
        else for (const socket of [pair.client, pair.server]) socket.resume();
      }
    },
    halfClose(side) {
      for (const pair of pairs) pair[side].end();
    },
    async close() {
      const closed = new Promise<void>((resolve) => listener.close(() => resolve()));
      for (const pair of pairs) end(pair, 'destroy');
      await closed;
    },
  };
}

/** libuv refuses to reset what is being shut down, and Node then never closes it and never exits: those just end. */
function canBeReset(socket: Socket): boolean {
  return !socket.connecting && !socket.destroyed && !socket.writableEnded && socket.writableLength === 0;
}

/** Passes on what may pass, and waits for a slow reader. */
function forward(from: Socket, to: Socket, may: { passes: () => boolean; mayRead: () => boolean }): void {
  from.on('data', (chunk) => {
    if (!may.passes() || to.writableEnded || to.destroyed) return;
    if (!to.write(chunk)) from.pause();
  });
  to.on('drain', () => {
    if (may.mayRead()) from.resume();
  });
  from.on('end', () => to.end());
}
