import { qualityChangedEvent } from '@token-ledger/contract';
import {
  announceStatuses,
  type Clock,
  type HeardSource,
  iso,
  type QualityStatusStore,
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
    const now = sources.map(({ source, silent }) => [`silence:${source}`, silent ? 'silent' : 'heard']);
    const seen = JSON.stringify(now.toSorted());
    if (seen === settled) return;
    const deps = {
      statuses,
      clock,
      announce: (changes: readonly StatusChange[]) => events.send(changes.map(qualityChangedEvent)),
    };
    if (await announceStatuses(deps, 'silence', iso(clock()), Object.fromEntries(now))) settled = seen;
  };
}
