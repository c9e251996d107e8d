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

/** What is stored decides, not what an instance remembers: another one may have announced a change since. */
export function createAnnounceSilence({ statuses, events, clock }: AnnounceSilenceDeps): AnnounceSilence {
  return async (sources) => {
    const nowMs = clock();
    const now = sources.flatMap((source) => statusOf(source, nowMs));
    if (now.length === 0) return;
    const known = await statuses.getStatuses('silence');
    // Nothing is new most of the time, and a write costs more than a look.
    if (known?.waiting.length === 0 && now.every(([subject, to]) => known.statuses[subject] === to)) return;
    const announce = (changes: readonly StatusChange[]) => events.send(changes.map(qualityChangedEvent));
    await announceStatuses({ statuses, clock, announce }, 'silence', iso(nowMs), Object.fromEntries(now));
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
