/** GET /v1/history/export: a person's own history as a file, streamed. */
import type { FastifyInstance } from 'fastify';
import { STATEMENT_PATH, StatementQuery } from '../../lib/protocol/index.ts';
import type { Pool } from '../db/pool.ts';
import { problemAnswer } from '../http/answer.ts';
import type { Authenticator } from '../http/authentication.ts';
import { preferredLanguage } from '../http/language.ts';
import { sendAnswer } from '../http/register.ts';
import { createBuckets } from '../http/throttle.ts';
import { getPerson } from '../people/people.ts';
import { csvStatement } from './csv.ts';
import { pdfStatement } from './pdf.ts';
import { paymentsOfPeriod } from './rows.ts';

/** Each reads the whole history: so many of one person at once, and then in a minute. */
const RATE = { burst: 30, perMinute: 30 };

type Dependencies = { readonly pool: Pool; readonly authenticator: Authenticator };

/** Registers the download. */
export function registerStatements(app: FastifyInstance, { pool, authenticator }: Dependencies): void {
  const rate = createBuckets(RATE);
  app.get(
    STATEMENT_PATH,
    {
      schema: {
        operationId: 'exportHistory',
        summary: 'The history as a file: CSV, or a statement as PDF. Oldest first.',
        querystring: StatementQuery,
        security: [{ dpop: [], proof: [] }],
      },
    },
    async (request, reply) => {
      const session = await authenticator.session(request, false);
      if (!session) return sendAnswer(reply, problemAnswer({ code: 'unauthenticated' }, request.id));
      const retryAfter = rate.take(session.personId);
      if (retryAfter !== null)
        return sendAnswer(reply, problemAnswer({ code: 'rate_limited', retryAfter }, request.id));
      // Validated by the route's schema.
      const { format, from = null, to = null } = StatementQuery.parse(request.query);
      const language = preferredLanguage(request.headers['accept-language']);
      const payments = paymentsOfPeriod(pool, session.personId, { from, to });
      const day = new Date().toISOString().slice(0, 10);
      reply.header(
        'content-disposition',
        `attachment; filename="moineau-${day}.${format === 'pdf' ? 'pdf' : 'csv'}"`,
      );
      if (format === 'pdf') {
        const holder = await getPerson(pool, session.personId);
        const statement = { holder, period: { from, to }, language, now: new Date() };
        return reply.type('application/pdf').send(pdfStatement(payments, statement));
      }
      const csv = csvStatement(payments, { language, french: format === 'csv-fr' });
      return reply.type('text/csv; charset=utf-8; header=present').send(csv);
    },
  );
}
