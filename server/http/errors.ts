/**
 * What is thrown becomes a problem too: malformed requests, unknown addresses, partners that do not answer,
 * faults of our own. A fault is logged whole and told as nothing but `internal_error`.
 */
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { isOutage } from '../db/outages.ts';
import type { Refusal } from '../result.ts';
import { XUnavailableError } from '../x/port.ts';
import { problemAnswer } from './answer.ts';
import { OverloadedError } from './pressure.ts';
import { sendAnswer } from './register.ts';

/** Seconds after which a client may try again when we cannot serve. */
const RETRY_AFTER_SECONDS = 2;

/** Answers every error with problem details. */
export function handleErrors(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError | null | string>((thrown, request, reply) => {
    // JavaScript can throw anything; what is no error has nothing to be told apart by.
    const error =
      thrown instanceof Error ? thrown : Object.assign(new Error('no error was thrown'), { code: '' });
    return sendAnswer(reply, problemAnswer(refusalOf(error, request), request.id));
  });
  app.setNotFoundHandler((request, reply) =>
    sendAnswer(reply, problemAnswer({ code: 'not_found' }, request.id)),
  );
}

function isOwnRefusal({ code, statusCode = 500 }: FastifyError): boolean {
  return /^FST_/.test(code ?? '') && statusCode >= 400 && statusCode < 500;
}

function refusalOf(error: FastifyError, request: FastifyRequest): Refusal {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const part = error.validationContext === 'querystring' ? 'query' : error.validationContext;
    // RFC 6901 pointers into the request: /body/amount/currency
    const errors = error.validation.map((issue) => ({
      pointer: `/${part}${issue.instancePath === '/' ? '' : issue.instancePath}`,
      message: issue.message ?? 'not as documented',
    }));
    return { code: 'invalid_request', errors };
  }
  if (error instanceof XUnavailableError) {
    request.log.warn({ err: error }, 'X is not available');
    return { code: 'x_unavailable', retryAfter: RETRY_AFTER_SECONDS };
  }
  // Malformed JSON, another media type, a body above the limit: Fastify's own refusals, and nobody else's. The
  // errors of partners' libraries bear a status too, and are faults here.
  if (isOwnRefusal(error)) return { code: 'invalid_request' };
  // Counted, and not logged: when there is too much to do, a log of it is more to do.
  if (error instanceof OverloadedError) return { code: 'unavailable', retryAfter: error.retryAfter };
  if (error.code === 'FST_ERR_HANDLER_TIMEOUT') {
    request.log.error('no answer in time');
    return { code: 'unavailable', retryAfter: RETRY_AFTER_SECONDS };
  }
  if (isOutage(error)) {
    request.log.error({ err: error }, 'the database is not available');
    return { code: 'unavailable', retryAfter: RETRY_AFTER_SECONDS };
  }
  request.log.error({ err: error }, 'a fault');
  return { code: 'internal_error' };
}
