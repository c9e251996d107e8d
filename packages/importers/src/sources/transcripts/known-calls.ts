import { ImportError } from '../../errors.ts';
import type { Place } from '../../import-source.ts';
import { MAX_TRANSCRIPT_CALLS } from '../../limits.ts';
import { type CallFigures, largestFigures } from './call-figures.ts';
import type { TranscriptLine } from './read-line.ts';

/** A call, by all lines about it. */
export interface KnownCall {
  /** Its first line. */
  readonly place: Place;
  requestId: string | undefined;
  readonly messageId: string | undefined;
  readonly model: string;
  /** The earliest time of its lines. */
  atMs: number | undefined;
  stopReason: string | undefined;
  figures: CallFigures;
  readonly sessionId: string | undefined;
  readonly project: string | undefined;
  /** Whether one of its lines is in a file that changed since the last import. */
  changed: boolean;
}

/**
 * The calls of all files, each once. Their figures are in memory, and nothing else: a forked session repeats lines in another
 * file, and the files of subagents keep placeholders of what the main file has in full.
 */
export class KnownCalls {
  readonly #maxCalls: number;
  /** By message id, or without one by request id, in the order of their first lines. */
  readonly #calls = new Map<string, KnownCall>();
  /** Session ids, models and projects are the same in very many calls. */
  readonly #texts = new Map<string, string>();

  constructor(maxCalls = MAX_TRANSCRIPT_CALLS) {
    this.#maxCalls = maxCalls;
  }

  [Symbol.iterator](): IterableIterator<KnownCall> {
    return this.#calls.values();
  }

  /** Returns whether the call was known before. */
  add(line: TranscriptLine, place: Place, changed: boolean): boolean {
    const name = line.messageId ?? line.requestId ?? '';
    const call = this.#calls.get(name);
    if (call) {
      call.requestId ??= line.requestId;
      call.atMs = earlier(call.atMs, line.atMs);
      call.stopReason ??= line.stopReason;
      call.figures = largestFigures(call.figures, line.figures);
      call.changed ||= changed;
      return true;
    }
    if (this.#calls.size >= this.#maxCalls) {
      throw new ImportError(
        `The transcripts have more than ${this.#maxCalls} calls. Import them in parts, by folders of whole projects.`,
      );
    }
    const { requestId, messageId, atMs, stopReason, figures } = line;
    this.#calls.set(name, {
      place,
      requestId,
      messageId,
      model: this.#shared(line.model),
      atMs,
      stopReason: stopReason && this.#shared(stopReason),
      figures,
      sessionId: line.sessionId && this.#shared(line.sessionId),
      project: line.project && this.#shared(line.project),
      changed,
    });
    return false;
  }

  #shared(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, text);
    return text;
  }
}

function earlier(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}
