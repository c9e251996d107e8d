import * as z from 'zod/mini';
import type { Operation } from '../operation.ts';

/** Any OpenAPI document; OpenAPI itself defines its schema. */
export const openApiSchema = z.looseObject({
  openapi: z.string(),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  paths: z.looseObject({}),
});

export const REFERENCE_OPERATIONS = {
  getOpenApi: {
    tag: 'Reference',
    summary: 'OpenAPI document',
    answer: {
      status: 200,
      description: 'The API as an OpenAPI 3.1 document.',
      schema: openApiSchema,
      example: { openapi: '3.1.1', info: { title: 'Token Ledger', version: '0.1.0' }, paths: {} },
    },
    cached: true,
    problems: [],
  },
} as const satisfies Record<string, Operation>;
