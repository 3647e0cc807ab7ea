/** When a request is over, however it ended. */
import type { FastifyReply } from 'fastify';

/** Calls `then` once: when the answer has been sent, or the client has gone. */
export function onceGone(reply: FastifyReply, then: () => void): void {
  let over = false;
  const end = () => {
    if (over) return;
    over = true;
    then();
  };
  // A connection that breaks closes without finishing; an injected request finishes without closing.
  reply.raw.once('finish', end);
  reply.raw.once('close', end);
}
