import * as z from 'zod/mini';
import { ok, tagged } from '../operation.ts';

/** Any OpenAPI document; OpenAPI itself defines its schema. */
export const openApiSchema = z.looseObject({
  openapi: z.string(),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  paths: z.looseObject({}),
});

export const REFERENCE_OPERATIONS = tagged('Reference', {
  getOpenApi: {
    summary: 'OpenAPI document',
    answer: ok('The API as an OpenAPI 3.1 document.', openApiSchema, {
      openapi: '3.1.1',
      info: { title: 'Token Ledger', version: '0.1.0' },
      paths: {},
    }),
    cached: true,
  },
});
