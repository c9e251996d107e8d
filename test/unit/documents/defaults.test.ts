import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { environment } from '../../../functions/forward-calls/container/contract.ts';
import { resolveOptions } from '../../../packages/client/src/options.ts';
import { resolveOptions as resolveQueryOptions } from '../../../packages/client/src/query/options.ts';

const read = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../..', name), 'utf8').replaceAll(/\s+/g, ' ');

const LEDGER = { endpoint: 'http://ledger', accessKey: 'k' };
const number = (value: number) => value.toLocaleString('en-US');
const mebibytes = (bytes: number) => `${bytes / 1_048_576} MiB`;
const kibibytes = (bytes: number) => `${bytes / 1024} KiB`;

describe('a default that a page names is that of the code', () => {
  const client = resolveOptions(LEDGER);
  const query = resolveQueryOptions(LEDGER);
  const python = read('clients/python/src/token_ledger.py');
  /** The default of a parameter, or a constant. */
  const inPython = (name: string) =>
    Number(new RegExp(`\\b${name}(?:: \\w+)? = ([\\d_.]+)`).exec(python)?.[1]?.replaceAll('_', ''));

  it.each([
    [
      'packages/client/README.md',
      `at most ${mebibytes(client.maxBufferBytes)} of memory (\`maxBufferBytes\`)`,
      `${client.maxBatchRecords} records, ${kibibytes(client.maxBatchBytes)} or one second`,
    ],
    [
      'clients/python/README.md',
      `at most ${mebibytes(inPython('max_buffer_bytes'))} of memory (\`max_buffer_bytes\`)`,
      `${inPython('max_batch_records')} records, ${kibibytes(inPython('max_batch_bytes'))} or one second`,
      `pauses that grow to ${inPython('max_retry_delay_seconds')} seconds`,
    ],
    ['docs/capture.md', `${mebibytes(client.maxBufferBytes)} by default`],
    ['docs/faq.md', `up to ${mebibytes(client.maxBufferBytes)}`],
    [
      'docs/client.md',
      `| \`requestTimeoutMs\` | ${number(query.requestTimeoutMs)} |`,
      `| \`maxRetries\` | ${query.maxRetries} |`,
      `| \`retryDelayMs\`, \`maxRetryDelayMs\` | ${query.retryDelayMs}, ${number(query.maxRetryDelayMs)} |`,
    ],
  ])('%s', (page, ...phrases) => {
    for (const phrase of phrases) expect(read(page)).toContain(phrase);
  });

  it('in words: a second, an hour, five seconds, the newest are dropped', () => {
    expect(client.whenFull).toBe('drop-newest');
    expect(client.maxDelayMs).toBe(1000);
    expect(inPython('max_delay_seconds')).toBe(1);
    expect(inPython('_MAX_RETRY_AFTER_SECONDS')).toBe(3600);
    expect(inPython('exit_flush_seconds')).toBe(5);
  });

  it('both clients have the same', () => {
    expect(inPython('max_buffer_bytes')).toBe(client.maxBufferBytes);
    expect(inPython('max_batch_bytes')).toBe(client.maxBatchBytes);
    expect(inPython('max_batch_records')).toBe(client.maxBatchRecords);
    expect(inPython('max_retry_delay_seconds') * 1000).toBe(client.maxRetryDelayMs);
  });

  it('docs/gateway.md, of the container', () => {
    const { HOST, PORT, ON_DISCONNECT, STOP_GRACE_SECONDS } = environment.parse({
      LEDGER_TABLE: 't',
      LIVE_QUEUE_URL: 'https://sqs/q',
      GATEWAY_MODE: 'vault',
      UPSTREAM_URL: 'https://api.anthropic.com',
      ANTHROPIC_KEY_SECRET: 's',
      ENFORCE_BUDGETS: 'false',
      STAGE: 'dev',
    });
    for (const row of [
      `| \`PORT\`, \`HOST\` | ${PORT}, \`${HOST}\` |`,
      `| \`ON_DISCONNECT\` | \`${ON_DISCONNECT}\` |`,
      `| \`STOP_GRACE_SECONDS\` | ${STOP_GRACE_SECONDS} |`,
    ]) {
      expect(read('docs/gateway.md')).toContain(row);
    }
  });
});
