import type { ProblemKindCode } from '@token-ledger/contract';
import { type Principal, SCOPES } from '@token-ledger/core';
import * as z from 'zod/mini';

/*
 * What the authorizer passes to the function behind it. An HTTP API cannot shape the answer to a denied request, so the
 * authorizer lets every request of a known route pass with a decision, and the function turns a denial into a problem
 * document. See docs/adr/0003-authorization-decision.md.
 */

export const DENIAL_REASONS = [
  'missing_credentials',
  'invalid_credentials',
  'expired_credentials',
  'disabled_access_key',
  'insufficient_scope',
  'insufficient_role',
  'rate_limited',
] as const satisfies readonly ProblemKindCode[];
export type DenialReason = (typeof DENIAL_REASONS)[number];

export type AuthorizationDecision =
  | { readonly kind: 'allowed'; readonly principal: Principal }
  | { readonly kind: 'refused'; readonly denial: DenialReason };

/** The authorizer's context as it travels to the function: texts only, as API Gateway passes nothing else on safely. */
export type AuthorizationContext = { readonly principal: string } | { readonly denial: string };

const contextSchema = z.union([
  z.strictObject({ principal: z.string() }),
  z.strictObject({ denial: z.enum(DENIAL_REASONS) }),
]);

const id = z.string().check(z.minLength(1));

const principalSchema = z.union([
  z.strictObject({
    kind: z.literal('access_key'),
    accessKeyId: id,
    ownerUserId: z.exactOptional(z.string()),
    scopes: z.array(z.enum(SCOPES)),
  }),
  z.strictObject({
    kind: z.literal('person'),
    subject: id,
    role: z.enum(['admin', 'viewer']),
    userId: z.exactOptional(id),
  }),
  z.strictObject({ kind: z.literal('person'), subject: id, role: z.literal('member'), userId: id }),
]);

export function encodeDecision(decision: AuthorizationDecision): AuthorizationContext {
  if (decision.kind === 'refused') return { denial: decision.denial };
  return { principal: JSON.stringify(decision.principal) };
}

/** Fails closed: without a decision of the authorizer, the caller counts as one without credentials. */
export function decodeDecision(context: unknown): AuthorizationDecision {
  const parsed = z.safeParse(contextSchema, context);
  if (!parsed.success) return { kind: 'refused', denial: 'missing_credentials' };
  if ('denial' in parsed.data) return { kind: 'refused', denial: parsed.data.denial };
  try {
    return { kind: 'allowed', principal: principalSchema.parse(JSON.parse(parsed.data.principal)) };
  } catch {
    return { kind: 'refused', denial: 'missing_credentials' };
  }
}
