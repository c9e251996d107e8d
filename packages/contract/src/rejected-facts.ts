import { IDEMPOTENT_ID_PREFIX, type UsageRecord } from '@token-ledger/core';
import * as z from 'zod/mini';
import { isJsonObject, isPresent } from './json.ts';
import { MAX_METADATA_PAIRS } from './limits.ts';
import { metadataProblems, metadataSchema } from './metadata.ts';
import { requestId } from './wire-text.ts';

/** What identifies a record that breaks a rule to the program that sent it. */
export interface RejectedFacts {
  readonly requestId?: string;
  readonly metadata?: NonNullable<UsageRecord['metadata']>;
}

const nameSchema = requestId();

/**
 * The name of an unreadable record, and its labels, if they keep to the rules of names and labels themselves: then they are
 * neither content nor secrets, although other fields of the record are wrong. Labels without a valid name are left out.
 */
export function rejectedFacts(record: unknown): RejectedFacts {
  if (!isJsonObject(record)) return {};
  const { message, messageId, metadata } = record;
  const names = [record['requestId'], messageId, isJsonObject(message) ? message['id'] : undefined];
  const { data: name } = z.safeParse(nameSchema, names.find(isPresent));
  if (name === undefined || name.startsWith(IDEMPOTENT_ID_PREFIX)) return {};
  return { requestId: name, ...(isPlain(metadata) && { metadata }) };
}

function isPlain(metadata: unknown): metadata is NonNullable<RejectedFacts['metadata']> {
  return (
    isJsonObject(metadata) &&
    Object.keys(metadata).length <= MAX_METADATA_PAIRS &&
    z.safeParse(metadataSchema, metadata).success &&
    metadataProblems(metadata, '').length === 0
  );
}
