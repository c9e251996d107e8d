import { ROLES, SCOPES } from '@token-ledger/core';
import * as z from 'zod/mini';
import { type Immutable, text } from './response-parts.ts';
import { ROUTES, type RouteName } from './routes.ts';

const ROUTE_NAMES = Object.keys(ROUTES) as [RouteName, ...RouteName[]];

/** The body of `GET /v1/me`. */
export const meResponse = z.object({
  kind: z.enum(['access_key', 'person']).check(z.describe('How the caller was recognized.')),
  id: text('The id of the access key, or the subject of the sign-in.'),
  name: z.exactOptional(text('The name of the access key, or of the registered user; absent without one.')),
  role: z.exactOptional(z.enum(ROLES).check(z.describe('Of a person.'))),
  scopes: z.exactOptional(z.array(z.enum(SCOPES)).check(z.describe('Of an access key.'))),
  userId: z.exactOptional(text('The user whose usage is the caller’s own.')),
  ownUsageOnly: z
    .boolean()
    .check(z.describe('Whether queries answer about the caller’s own usage and no other.')),
  operations: z
    .array(z.enum(ROUTE_NAMES))
    .check(z.describe('The operations that the caller may use, by `operationId`.')),
});
export type MeResponse = Immutable<typeof meResponse>;
