/**
 * The clients, as a process of their own: each has a connection that is kept, sends a request that was made
 * before, waits for its answer, and sends the next. Bare sockets: an HTTP client would take as much of the shared
 * cores as the server does, and what is measured is the server.
 */
import { connect } from 'node:net';

export type Volley = {
  /** http://127.0.0.1:port */
  readonly address: string;
  /** For each client its requests, in order. */
  readonly requests: readonly Uint8Array[][];
  readonly seconds: number;
  /** What an answer contains that counts. */
  readonly good: string;
};

export type Hits = {
  /** Good answers within the time. */
  readonly inTime: number;
  /** Good answers in all: the last ones arrive after the time. */
  readonly good: number;
  /** Median latency of the good ones, in milliseconds. */
  readonly p50Ms: number;
  /** The other answers: their first lines, and how many of each. */
  readonly bad: Readonly<Record<string, number>>;
  /** True when a client had sent everything before the time was over: then the figure says nothing. */
  readonly ranDry: boolean;
};

type Tally = { inTime: number; latencies: number[]; bad: Record<string, number>; ranDry: boolean };

if (process.send) {
  process.on('message', (volley: Volley) => {
    void fire(volley).then((hits) => process.send?.(hits));
  });
  process.on('disconnect', () => process.exit(0));
}

async function fire(volley: Volley): Promise<Hits> {
  const tally: Tally = { inTime: 0, latencies: [], bad: {}, ranDry: false };
  const end = performance.now() + volley.seconds * 1_000;
  await Promise.all(volley.requests.map((own) => runClient(volley, own, end, tally)));
  const sorted = tally.latencies.toSorted((a, b) => a - b);
  return {
    inTime: tally.inTime,
    good: sorted.length,
    p50Ms: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN,
    bad: tally.bad,
    ranDry: tally.ranDry,
  };
}

function runClient(
  { address, good }: Volley,
  requests: readonly Uint8Array[],
  end: number,
  tally: Tally,
): Promise<void> {
  const { hostname, port } = new URL(address);
  const goodBytes = Buffer.from(good);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    let next = 0;
    let sentAt = 0;
    let received: Buffer = Buffer.alloc(0);
    const send = () => {
      const request = requests[next++];
      sentAt = performance.now();
      if (request === undefined) tally.ranDry = true;
      if (request === undefined || sentAt >= end) {
        socket.end();
        resolve();
        return;
      }
      socket.write(request);
    };
    socket.on('data', (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const length = lengthOfAnswer(received);
      if (length === null || received.length < length) return;
      const now = performance.now();
      if (received.includes(goodBytes)) {
        tally.latencies.push(now - sentAt);
        if (now <= end) tally.inTime++;
      } else {
        const text = received.toString('utf8', 0, length);
        const name = `${text.slice(9, 12)} ${/"code":"(\w+)"/.exec(text)?.[1] ?? ''}`;
        tally.bad[name] = (tally.bad[name] ?? 0) + 1;
      }
      received = received.subarray(length);
      send();
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the server closed a connection')));
    socket.once('connect', send);
  });
}

/** Of head and body together; null while the head is not there. @throws Error when the answer has no length. */
function lengthOfAnswer(received: Buffer): number | null {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const length = /\r\ncontent-length: (\d+)/i.exec(received.toString('latin1', 0, end))?.[1];
  if (length === undefined) throw new Error('an answer without a length');
  return end + 4 + Number(length);
}
