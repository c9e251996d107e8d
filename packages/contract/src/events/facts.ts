import {
  type AccessKey,
  type AggregatedBucket,
  type Conflict,
  deliveryId,
  type ExportJob,
  hourBucketId,
  iso,
} from '@token-ledger/core';
import type { LedgerEvent } from './event-types.ts';

/*
 * Facts of the ledger as events. The id of each follows from the fact alone, so that a repeat has the same one.
 */

/** Of a bucket whose statistics contain everything that was stored when its mark was read. */
export function aggregationEvents({
  bucket,
  markToken,
  records,
  durationMs,
  unpricedByModel,
  atMs,
}: AggregatedBucket): readonly LedgerEvent[] {
  const { period, id } = bucket;
  // Leaves are how hours are computed.
  if (period === 'leaf') return [];
  const range = { from: iso(bucket.startMs), to: iso(bucket.endMs) };
  const eventId = `aggregation_${period}_${id}_${markToken}`;
  const completed = { version: 1 as const, eventId, period, id, ...range, records, durationMs };
  const unknown = period === 'hour' ? [...unpricedByModel] : [];
  return [
    { type: 'aggregationCompleted', atMs, detail: completed },
    ...unknown.map(([model, unpricedRequests]): LedgerEvent => {
      const day = hourBucketId(bucket.startMs).slice(0, 8);
      // Once a day is enough to act.
      const unknownId = `unknown_model_${day}_${model}`;
      return {
        type: 'unknownModel',
        atMs,
        detail: { version: 1, eventId: unknownId, model, ...range, unpricedRequests },
      };
    }),
  ];
}

export function conflictEvent(conflict: Conflict): LedgerEvent {
  const { id, reason, accessKeyId, recorded, receivedAtMs } = conflict;
  return {
    type: 'usageConflict',
    atMs: receivedAtMs,
    detail: {
      version: 1,
      eventId: `conflict_${id}`,
      conflictId: id,
      reason,
      accessKeyId,
      requestId: recorded.requestId,
      receivedAt: iso(receivedAtMs),
    },
  };
}

export function accessKeyCreatedEvent({ id, scopes, createdAtMs }: AccessKey): LedgerEvent {
  return {
    type: 'accessKeyCreated',
    atMs: createdAtMs,
    detail: {
      version: 1,
      eventId: `access_key_created_${id}`,
      accessKeyId: id,
      scopes: [...scopes],
      createdAt: iso(createdAtMs),
    },
  };
}

export function accessKeyRotatedEvent(key: AccessKey & { readonly rotatedAtMs: number }): LedgerEvent {
  const { id, revision, rotatedAtMs, previous } = key;
  return {
    type: 'accessKeyRotated',
    atMs: rotatedAtMs,
    detail: {
      version: 1,
      eventId: `access_key_rotated_${id}_${revision}`,
      accessKeyId: id,
      rotatedAt: iso(rotatedAtMs),
      ...(previous && { previousValidUntil: iso(previous.validUntilMs) }),
    },
  };
}

export function accessKeyDisabledEvent(key: AccessKey & { readonly disabledAtMs: number }): LedgerEvent {
  const { id, revision, disabledAtMs } = key;
  return {
    type: 'accessKeyDisabled',
    atMs: disabledAtMs,
    detail: {
      version: 1,
      eventId: `access_key_disabled_${id}_${revision}`,
      accessKeyId: id,
      disabledAt: iso(disabledAtMs),
    },
  };
}

/** Of an export that is over, and of the run of a report that it belongs to. */
export function exportEvents(job: ExportJob): readonly LedgerEvent[] {
  const { id, status, failure, updatedAtMs: atMs, expiresAtMs, reportId, files } = job;
  if (status !== 'finished' && status !== 'failed') return [];
  const outcome = {
    version: 1 as const,
    status,
    ...(failure && { failure }),
    endedAt: iso(atMs),
    exportId: id,
    expiresAt: iso(expiresAtMs),
  };
  const sizes = status === 'finished' ? files.map(({ rows, bytes }) => ({ rows, bytes })) : [];
  const ready: LedgerEvent = {
    type: 'exportReady',
    atMs,
    detail: { ...outcome, eventId: `export_${id}`, files: sizes },
  };
  if (reportId === undefined) return [ready];
  const eventId = deliveryId({ reportId, runId: id });
  return [ready, { type: 'reportReady', atMs, detail: { ...outcome, eventId, reportId, runId: id } }];
}

export interface QualityChange {
  readonly subject: string;
  readonly from: string;
  readonly to: string;
  /** When the change was first noticed: part of the id, so the same in every attempt. */
  readonly changedAtMs: number;
}

/** Call it with what was stored about the change, before that is forgotten. */
export function qualityChangedEvent({ subject, from, to, changedAtMs }: QualityChange): LedgerEvent {
  return {
    type: 'qualityChanged',
    atMs: changedAtMs,
    detail: {
      version: 1,
      eventId: `quality_${subject}_${to}_${changedAtMs}`,
      subject,
      from,
      to,
      changedAt: iso(changedAtMs),
    },
  };
}
