import { DAY_MS } from '../time/bucket.ts';
import { type RecordSource, reportsThePast } from '../usage/source.ts';

/*
 * When reports of each source were last received. A way in that breaks leaves no error behind, only silence: this is how the
 * silence is noticed.
 */

/** Each function that hears of reports marks a source at most once in this time, so a mark may be so much behind. */
export const HEARD_EVERY_MS = 5 * 60_000;
/** A source that is not heard for longer than this pauses. */
export const SOURCE_PAUSE_MS = 15 * 60_000;
/** A source that is not heard for longer than this was given up: its silence is no news any more. */
export const SOURCE_GIVEN_UP_MS = 30 * DAY_MS;

export interface SourceMark {
  readonly source: RecordSource;
  /** When a report of the source was received, the last one or one of the five minutes before it. */
  readonly lastHeardAtMs: number;
  /** The source was heard since then until `lastHeardAtMs`, without a pause. */
  readonly steadySinceMs: number;
}

export interface SourceStore {
  /** Notes that a report was received. Does nothing if a later one is noted already. */
  markHeard(source: RecordSource, receivedAtMs: number): Promise<void>;
  /** The sources that were ever heard, in no particular order. Strongly consistent. */
  listSources(): Promise<readonly SourceMark[]>;
}

/** After how many minutes without a report a source is silent. Sources that are absent, or have 0, are never silent. */
export type SilentAfterMinutes = { readonly [S in RecordSource]?: number | undefined };

export interface HeardSource extends SourceMark {
  readonly silent: boolean;
}

/**
 * Whether each source is silent. It is while others are busy, and have been for as long as the source may be silent: so a
 * night without calls silences nobody, an import in that night neither, and a source that follows others by minutes has its
 * time in the morning.
 */
export function heardSources(
  marks: readonly SourceMark[],
  silentAfterMinutes: SilentAfterMinutes,
  nowMs: number,
): readonly HeardSource[] {
  return marks.map((mark) => {
    const minutes = silentAfterMinutes[mark.source] ?? 0;
    if (minutes === 0) return { ...mark, silent: false };
    const limitMs = 60_000 * minutes;
    const quietMs = nowMs - mark.lastHeardAtMs;
    const isBusy = ({ source, lastHeardAtMs, steadySinceMs }: SourceMark) =>
      source !== mark.source &&
      !reportsThePast(source) &&
      nowMs - lastHeardAtMs <= SOURCE_PAUSE_MS &&
      nowMs - steadySinceMs >= limitMs;
    return { ...mark, silent: quietMs > limitMs && quietMs <= SOURCE_GIVEN_UP_MS && marks.some(isBusy) };
  });
}
