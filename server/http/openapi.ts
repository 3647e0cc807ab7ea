/** What /openapi.json says beside the endpoint table: who we are, how to authenticate, the Idempotency-Key. */
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';

/** Marks the schema of a route that needs an Idempotency-Key. Shown in the document too. */
export const IDEMPOTENT_MARK = 'x-idempotent';

/** Options of the document, for clients that call us by this origin. */
export function openApiOptions(publicOrigin: string): FastifyDynamicSwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Moineau payment API',
        version: '1.0.0',
        description:
          'Euros between people on X. Money is in minor units as strings; errors are RFC 9457 problem details.',
      },
      servers: [{ url: publicOrigin }],
      externalDocs: { url: `${publicOrigin}/docs`, description: 'The same for people.' },
      components: {
        securitySchemes: {
          dpop: {
            type: 'apiKey',
            in: 'header',
            name: 'Authorization',
            description: '`DPoP <access token>` (RFC 9449)',
          },
          proof: {
            type: 'apiKey',
            in: 'header',
            name: 'DPoP',
            description: 'Proof of possession, ES256 (RFC 9449)',
          },
        },
      },
    },
    transform(route) {
      const made = jsonSchemaTransform(route as Parameters<typeof jsonSchemaTransform>[0]);
      if (!(IDEMPOTENT_MARK in (route.schema ?? {}))) return made;
      // Said here and not as a schema of the route: a missing key has a problem of its own.
      const headers = {
        type: 'object',
        properties: { 'Idempotency-Key': { type: 'string', format: 'uuid' } },
        required: ['Idempotency-Key'],
      };
      return { ...made, schema: { ...made.schema, headers } };
    },
  };
}
