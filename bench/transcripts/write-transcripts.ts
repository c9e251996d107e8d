import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Random } from '../../scripts/random.ts';

/*
 * Transcripts as Claude Code writes them: what was said is most of it; an answer is on a line for each of its blocks, with the figures so
 * far; a forked session repeats the lines of another; some answers were made up on this machine and used nothing.
 */

const BYTES_PER_FILE = 20_000_000;
const MODELS = ['claude-opus-4-5-20251101', 'claude-sonnet-4-5-20250929', 'claude-haiku-4-5-20251001'];
const FORKED = 0.02;
const MADE_UP = 0.01;
const DAY_MS = 86_400_000;

/** Tokens by kind, and the calls that used them. */
export interface TranscriptTotals {
  calls: number;
  input: number;
  output: number;
  cacheCreation: number;
  cacheRead: number;
}

/** Fills a folder, as `CLAUDE_CONFIG_DIR` names one; returns what was used, each call once. */
export async function writeTranscripts(folder: string, megabytes: number): Promise<TranscriptTotals> {
  const random = new Random(3);
  const totals = { calls: 0, input: 0, output: 0, cacheCreation: 0, cacheRead: 0 };
  const projects = join(folder, 'projects', 'a-project');
  await mkdir(projects, { recursive: true });
  let forked: string[] = [];
  for (let written = 0, file = 0; written < megabytes * 1e6; file += 1) {
    const stream = createWriteStream(join(projects, `session-${file}.jsonl`));
    const repeated = forked;
    forked = [];
    const write = async (lines: readonly string[]): Promise<number> => {
      const text = lines.map((each) => `${each}\n`).join('');
      if (!stream.write(text)) await once(stream, 'drain');
      return text.length;
    };
    const end = Math.min(BYTES_PER_FILE, megabytes * 1e6 - written);
    let bytes = await write(repeated);
    while (bytes < end) {
      const answer = random.chance(MADE_UP) ? [madeUp(file)] : callLines(totals, file, random);
      const question = line({ type: 'user', message: { role: 'user', content: said(random) } }, file);
      bytes += await write([question, ...answer]);
      if (random.chance(FORKED)) forked.push(...answer);
    }
    stream.end();
    await once(stream, 'close');
    written += bytes;
  }
  return totals;
}

/** The lines of one call, which is added to the totals. */
function callLines(totals: TranscriptTotals, file: number, random: Random): readonly string[] {
  const number = (totals.calls += 1);
  const usage = {
    input_tokens: 1 + random.below(50),
    output_tokens: 1 + random.below(3_000),
    cache_creation_input_tokens: random.below(5_000),
    cache_read_input_tokens: random.below(120_000),
  };
  totals.input += usage.input_tokens;
  totals.output += usage.output_tokens;
  totals.cacheCreation += usage.cache_creation_input_tokens;
  totals.cacheRead += usage.cache_read_input_tokens;
  const blocks = 1 + random.below(3);
  const model = MODELS[random.below(MODELS.length)] ?? '';
  return Array.from({ length: blocks }, (_, block) => {
    const isLast = block === blocks - 1;
    return line(
      {
        type: 'assistant',
        requestId: `req_${number}`,
        message: {
          id: `msg_${number}`,
          role: 'assistant',
          model,
          stop_reason: isLast ? 'end_turn' : null,
          content: [{ type: 'text', text: said(random) }],
          // A line before the last has only a placeholder.
          usage: isLast ? usage : { ...usage, output_tokens: 1 },
        },
      },
      file,
    );
  });
}

function madeUp(file: number): string {
  const usage = { input_tokens: 0, output_tokens: 0 };
  const message = {
    id: 'made-up',
    role: 'assistant',
    model: '<synthetic>',
    stop_reason: 'stop_sequence',
    content: [],
    usage,
  };
  return line({ type: 'assistant', isApiErrorMessage: true, message }, file);
}

function line(fields: object, file: number): string {
  const timestamp = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - 5 * DAY_MS).toISOString();
  const common = {
    sessionId: `session-${file}`,
    version: '2.1.0',
    cwd: '/home/someone/a-project',
    timestamp,
  };
  return JSON.stringify({ ...common, ...fields });
}

function said(random: Random): string {
  return 'what was said '.repeat(50 + random.below(600));
}
