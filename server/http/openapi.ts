/** What /openapi.json says beside the endpoint table: who we are, how to authenticate, the Idempotency-Key. */
import { isDeepStrictEqual } from 'node:util';
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import * as protocol from '../../lib/protocol/index.ts';

/** Marks the schema of a route that needs an Idempotency-Key. Shown in the document too. */
export const IDEMPOTENT_MARK = 'x-idempotent';

/** The document's named schemas: what lib/protocol exports as an object, a union or a list of words, by its name. */
function namedSchemas() {
  const registry = z.registry<{ id: string }>();
  for (const [name, schema] of Object.entries(protocol)) {
    const named =
      schema instanceof z.ZodObject ||
      schema instanceof z.ZodDiscriminatedUnion ||
      schema instanceof z.ZodEnum;
    // A query has no schema of its own in OpenAPI: each of its fields is a parameter.
    if (named && !name.endsWith('Query')) registry.add(schema, { id: name });
  }
  return registry;
}

const schemaRegistry = namedSchemas();
const jsonSchemaTransform = createJsonSchemaTransform({ schemaRegistry });
const nameSchemas = createJsonSchemaTransformObject({ schemaRegistry });

/**
 * The library names each schema twice, `X` as it is answered and `XInput` as it is sent. Ours are the same both ways, and so
 * have one name.
 * @throws Error when one is not: it then needs two names of its own in lib/protocol.
 */
const transformObject: typeof nameSchemas = (document) => {
  const text = JSON.stringify(nameSchemas(document));
  const made = JSON.parse(text.replaceAll(/("#\/components\/schemas\/\w+)Input"/g, '$1"'));
  const { schemas } = made.components;
  for (const name of Object.keys(schemas).filter((known) => known.endsWith('Input'))) {
    if (!isDeepStrictEqual(schemas[name], schemas[name.slice(0, -'Input'.length)])) {
      throw new Error(`${name} differs from what is answered under this name`);
    }
    delete schemas[name];
  }
  return made;
};

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
    transformObject,
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
