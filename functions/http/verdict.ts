import type { ProblemKindCode } from '@token-ledger/contract';
import { type Principal, SCOPES } from '@token-ledger/core';
import * as z from 'zod/mini';

/*
 * What the authorizer tells the function behind it. An HTTP API cannot shape the answer to a denied request, so the
 * authorizer lets every request of a known route pass with a verdict, and the function turns a refusal into a problem
 * document. See docs/adr/0003-authorizer-verdict.md.
 */

export const REFUSALS = [
  'missing_credentials',
  'invalid_credentials',
  'expired_credentials',
  'disabled_access_key',
  'insufficient_scope',
  'insufficient_role',
  'rate_limited',
] as const satisfies readonly ProblemKindCode[];
export type Refusal = (typeof REFUSALS)[number];

export type Verdict =
  | { readonly kind: 'allowed'; readonly principal: Principal }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** The authorizer's context as it travels to the function: texts only, as API Gateway passes nothing else on safely. */
export type VerdictContext = { readonly principal: string } | { readonly refusal: string };

const contextSchema = z.union([
  z.strictObject({ principal: z.string() }),
  z.strictObject({ refusal: z.enum(REFUSALS) }),
]);

const id = () => z.string().check(z.minLength(1));

const principalSchema = z.union([
  z.strictObject({
    kind: z.literal('access_key'),
    accessKeyId: id(),
    ownerUserId: z.exactOptional(z.string()),
    scopes: z.array(z.enum(SCOPES)),
  }),
  z.strictObject({
    kind: z.literal('person'),
    subject: id(),
    role: z.enum(['admin', 'viewer']),
    userId: z.exactOptional(id()),
  }),
  z.strictObject({ kind: z.literal('person'), subject: id(), role: z.literal('member'), userId: id() }),
]);

export function encodeVerdict(verdict: Verdict): VerdictContext {
  if (verdict.kind === 'refused') return { refusal: verdict.refusal };
  return { principal: JSON.stringify(verdict.principal) };
}

/** Fails closed: whatever is not a verdict of the authorizer means that nobody has shown credentials. */
export function decodeVerdict(context: unknown): Verdict {
  const parsed = z.safeParse(contextSchema, context);
  if (!parsed.success) return { kind: 'refused', refusal: 'missing_credentials' };
  if ('refusal' in parsed.data) return { kind: 'refused', refusal: parsed.data.refusal };
  try {
    return { kind: 'allowed', principal: principalSchema.parse(JSON.parse(parsed.data.principal)) };
  } catch {
    return { kind: 'refused', refusal: 'missing_credentials' };
  }
}
