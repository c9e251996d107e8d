import { nameSchema } from '@token-ledger/contract';
import type { Clock, PersonPrincipal, Role } from '@token-ledger/core';
import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import * as z from 'zod/mini';
import type { DenialReason } from '../shared/http/authorization-decision.ts';

/** Which tokens are accepted, and which claims are read. */
interface SignIn {
  /** Exactly as in the claim `iss`. */
  readonly issuer: string;
  /** Ours among the claim `aud`, or, where there is none, the claim `client_id`. */
  readonly audience: string;
  /** The claim that names the user whose usage is a person's own. */
  readonly userIdClaim: string;
  /** The claim that lists the groups. */
  readonly groupsClaim: string;
}

export interface TokenVerifierOptions extends SignIn {
  readonly keys: JWTVerifyGetKey;
  readonly clock: Clock;
}

/** Who signed in; a denial if the token is not good, or does not say whose usage is the own. */
type VerifiedToken =
  | { readonly kind: 'person'; readonly principal: PersonPrincipal }
  | { readonly kind: 'refused'; readonly denial: DenialReason; readonly subject?: string };

export type VerifyToken = (token: string) => Promise<VerifiedToken>;

/** Signatures of key pairs only: with a shared secret, everyone who can check a token could make one. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
/** Bounds what is decoded before anything is known. API Gateway takes 10,240 bytes of headers. */
const MAX_TOKEN_CHARACTERS = 8192;
const CLOCK_TOLERANCE_SECONDS = 5;
/** Not, for example, a logout token, which has the same issuer and audience. */
const TYPES = new Set([undefined, 'jwt', 'at+jwt', 'application/at+jwt']);
const TOKEN_USES = new Set<unknown>([undefined, 'id', 'access']);

/** What says that the keys could not be had, which is nothing against the token. */
const KEYS_UNAVAILABLE = new Set(['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID']);

/** ID and access tokens of one issuer. Rejects when the issuer's keys cannot be read. */
export function createTokenVerifier({ keys, clock, ...signIn }: TokenVerifierOptions): VerifyToken {
  return async (token) => {
    if (token.length > MAX_TOKEN_CHARACTERS) return refused('invalid_credentials');
    try {
      const { payload, protectedHeader } = await jwtVerify(token, keys, {
        algorithms: ALGORITHMS,
        issuer: signIn.issuer,
        requiredClaims: ['sub', 'exp'],
        currentDate: new Date(clock()),
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
      });
      const isOurs =
        hasAudience(payload, signIn.audience) &&
        TYPES.has(protectedHeader.typ?.toLowerCase()) &&
        TOKEN_USES.has(payload['token_use']);
      return isOurs ? personOf(payload, signIn) : refused('invalid_credentials');
    } catch (error) {
      // Checked only after the signature, so only a caller who once signed in gets this answer.
      if (error instanceof errors.JWTExpired) return refused('expired_credentials');
      if (error instanceof errors.JOSEError && !KEYS_UNAVAILABLE.has(error.code)) {
        return refused('invalid_credentials');
      }
      throw error;
    }
  };
}

function hasAudience({ aud, client_id: clientId }: JWTPayload, audience: string): boolean {
  return aud === undefined ? clientId === audience : [aud].flat().includes(audience);
}

function personOf(payload: JWTPayload, { userIdClaim, groupsClaim }: SignIn): VerifiedToken {
  const { sub: subject } = payload;
  if (typeof subject !== 'string' || subject === '') return refused('invalid_credentials');
  const role = roleOf(payload[groupsClaim]);
  const userId = userIdOf(payload, userIdClaim);
  if (role !== 'member') {
    return {
      kind: 'person',
      principal: { kind: 'person', subject, role, ...(userId !== undefined && { userId }) },
    };
  }
  // Without a user there is no usage of their own, and no other that they may see.
  if (userId === undefined) return { kind: 'refused', denial: 'insufficient_role', subject };
  return { kind: 'person', principal: { kind: 'person', subject, role, userId } };
}

function roleOf(claim: unknown): Role {
  const groups: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  return (['admin', 'viewer'] as const).find((group) => groups.includes(group)) ?? 'member';
}

function userIdOf(payload: JWTPayload, claim: string): string | undefined {
  // An address that was not verified proves nothing: anyone can type any address.
  if (claim === 'email' && payload['email_verified'] !== true) return undefined;
  return z.safeParse(nameSchema(), payload[claim]).data;
}

function refused(denial: DenialReason): VerifiedToken {
  return { kind: 'refused', denial };
}
