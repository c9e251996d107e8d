import { qualityChangedEvent } from '@token-ledger/contract';
import {
  announceStatuses,
  type Clock,
  type HeardSource,
  iso,
  type QualityStatusStore,
  SOURCE_PAUSE_MS,
  type StatusChange,
} from '@token-ledger/core';
import type { EventSender } from '../shared/event-sender.ts';

/** Announces each source that fell silent, or is heard again, once. */
export type AnnounceSilence = (sources: readonly HeardSource[]) => Promise<void>;

export interface AnnounceSilenceDeps {
  readonly statuses: QualityStatusStore;
  readonly events: EventSender;
  readonly clock: Clock;
}

/** An instance that has seen the same before neither reads nor writes: nothing changes most of the time. */
export function createAnnounceSilence({ statuses, events, clock }: AnnounceSilenceDeps): AnnounceSilence {
  let settled = '[]';
  return async (sources) => {
    const nowMs = clock();
    const now = sources.flatMap((source) => statusOf(source, nowMs));
    const seen = JSON.stringify(now);
    if (now.length === 0 || seen === settled) return;
    const deps = {
      statuses,
      clock,
      announce: (changes: readonly StatusChange[]) => events.send(changes.map(qualityChangedEvent)),
    };
    if (await announceStatuses(deps, 'silence', iso(nowMs), Object.fromEntries(now))) settled = seen;
  };
}

/** A night, in which nobody is silent because nobody is busy, is no sign that a silent source is back. */
function statusOf(
  { source, silent, lastHeardAtMs }: HeardSource,
  nowMs: number,
): readonly (readonly [string, 'silent' | 'heard'])[] {
  if (silent) return [[`silence:${source}`, 'silent']];
  return nowMs - lastHeardAtMs <= SOURCE_PAUSE_MS ? [[`silence:${source}`, 'heard']] : [];
}
