import { type ImportedRecord, type ImportItem, type ImportSource, skipped } from '../../import-source.ts';
import { openFile } from '../../read/open-file.ts';
import { readLines } from '../../read/read-lines.ts';
import { plainLabels } from '../anthropic-names.ts';
import { type KnownCall, KnownCalls } from './known-calls.ts';
import { readTranscriptLine } from './read-line.ts';

export interface TranscriptsOptions {
  readonly files: readonly string[];
  /** Default: `MAX_TRANSCRIPT_CALLS`. */
  readonly maxCalls?: number;
}

/**
 * The transcripts of Claude Code. All files are read before the first record, because any of them may know a call better; of
 * unchanged files, too. Records join by request id and message id what was captured live under the same access key, and complete
 * it if that was partial. Under another access key, the same calls count again.
 */
export function transcripts({ files, maxCalls }: TranscriptsOptions): ImportSource {
  return {
    name: 'transcript',
    files,
    settings: {},
    async *read(unchanged = new Set()) {
      const calls = new KnownCalls(maxCalls);
      const unknown = new Set<string>();
      for (const file of files) yield* readFile(file, !unchanged.has(file), calls, unknown);
      for (const call of calls) {
        if (!call.changed) continue;
        const { place } = call;
        if (call.atMs === undefined) yield skipped(place, 'no_time');
        else yield { kind: 'record', place, record: recordOf(call, call.atMs), joins: true };
      }
      if (unknown.size > 0) yield { kind: 'unknown_figures', names: [...unknown].toSorted() };
    },
  };
}

/** Adds the calls of a file. Yields what its other lines are, unless the file was counted before. */
async function* readFile(
  file: string,
  changed: boolean,
  calls: KnownCalls,
  unknown: Set<string>,
): AsyncGenerator<ImportItem> {
  for await (const { number, bytes } of readLines(await openFile(file))) {
    const place = { file, line: number };
    const line = bytes ? readTranscriptLine(bytes) : 'too_long';
    if (typeof line !== 'string') {
      for (const name of line.unknown) unknown.add(name);
      if (calls.add(line, place, changed) && changed) yield skipped(place, 'repeated_line');
    } else if (changed) yield skipped(place, line);
  }
}

function recordOf(call: KnownCall, atMs: number): ImportedRecord {
  const { requestId, messageId, model, stopReason, figures, sessionId, project } = call;
  return {
    ...(requestId !== undefined && { requestId }),
    ...(messageId !== undefined && { messageId }),
    occurredAt: atMs,
    model,
    endpoint: '/v1/messages',
    // Without one, the output tokens are a placeholder on every line: a report that knows the rest completes the record.
    ...(stopReason === undefined ? { status: 'partial' as const } : { stopReason }),
    usage: figures,
    ...plainLabels({ project, session_id: sessionId }),
  };
}
