import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';
import { postRecords, usageOf, waitForUsage } from '../support/api.ts';
import { deployedProduct } from '../support/deployed-product.ts';
import { waitUntilEmpty } from '../support/queue.ts';
import { newUser } from '../support/records.ts';

const COMMAND = join(import.meta.dirname, '../../../packages/cli/src/main.ts');

/** History from files, by the command, into the deployed product: what is imported twice counts once. */
export function describeImports(): void {
  describe('an import', () => {
    const folder = mkdtempSync(join(tmpdir(), 'token-ledger-import-'));
    afterAll(() => rmSync(folder, { recursive: true }));
    const at = new Date(Date.now() - 60_000).toISOString();

    it('of transcripts counts each call once, whichever files repeat it, and joins what was captured', async () => {
      const [user, key] = [newUser(), `ak_${randomUUID()}`];
      const ids = [1, 2, 3].map(() => randomUUID());
      const line = (id: string, output: number, stop: string | null) =>
        JSON.stringify({
          type: 'assistant',
          timestamp: at,
          requestId: `req_${id}`,
          message: {
            id: `msg_${id}`,
            model: 'claude-sonnet-5-5',
            stop_reason: stop,
            content: [],
            usage: { input_tokens: 100, output_tokens: output },
          },
        });
      const [first = '', second = '', third = ''] = ids;
      const projects = join(folder, 'claude', 'projects', '-home-search');
      mkdirSync(join(projects, 'subagents'), { recursive: true });
      const session = [line(first, 5, null), line(first, 50, 'end_turn'), line(second, 50, 'tool_use')];
      writeFileSync(join(projects, 'session.jsonl'), session.join('\n'));
      writeFileSync(join(projects, 'fork.jsonl'), [...session, line(third, 7, null)].join('\n'));
      writeFileSync(join(projects, 'subagents', 'agent.jsonl'), line(third, 50, 'end_turn'));

      const options = ['transcripts', join(folder, 'claude'), '--user', user, '--access-key', key];
      // The first one waits until all is counted, by the health check, which remembers its answer for 15 seconds. The others do not.
      for (const [state, ...more] of [['a.json'], ['b.json', '--no-wait']] as const) {
        const { code, output } = await runImport([...options, '--resume', join(folder, state), ...more]);
        if (state === 'a.json') expect(output).toContain('Everything is counted');
        expect(output).toContain('Accepted 3, in conflict 0, refused by the ledger 0.');
        expect(code).toBe(0);
        await waitForUsage(user, 3);
        await waitUntilEmpty();
        expect(await usageOf(user)).toMatchObject({ requests: 3n, input: 300n, total: 450n });
      }
      const { output } = await runImport([...options, '--resume', join(folder, 'b.json')]);
      expect(output).toContain('Files that did not change since they were imported: 3');
    });

    it('of calls that another access key captured is refused, and joins them if asked to', async () => {
      const [user, live, other] = [newUser(), `ak_${randomUUID()}`, `ak_${randomUUID()}`];
      const [captured, fresh] = [randomUUID(), randomUUID()];
      await postRecords([
        {
          requestId: `req_${captured}`,
          accessKeyId: live,
          userId: user,
          occurredAt: at,
          model: 'claude-sonnet-5-5',
          status: 'partial',
          usage: { input_tokens: 100, output_tokens: 3 },
        },
      ]);
      await waitForUsage(user, 1);
      const file = join(folder, 'history.jsonl');
      const lineOf = (id: string) => ({
        type: 'assistant',
        timestamp: at,
        requestId: `req_${id}`,
        message: {
          id: `msg_${id}`,
          model: 'claude-sonnet-5-5',
          stop_reason: 'end_turn',
          usage: { input_tokens: 100, output_tokens: 50 },
        },
      });
      writeFileSync(file, [captured, fresh].map((id) => JSON.stringify(lineOf(id))).join('\n'));
      const options = ['transcripts', file, '--user', user, '--access-key', other];
      for (const more of [['--dry-run'], []]) {
        const refused = await runImport([...options, ...more]);
        expect(refused.code).toBe(1);
        expect(refused.output).toMatch(/Records: 2[^]*counted 1 of these calls/);
        expect(refused.output).toContain(`${live}: 1, such as req_${captured}`);
      }
      expect(await runImport([...options, '--held-elsewhere', 'join', '--no-wait'])).toMatchObject({
        code: 0,
      });
      await waitForUsage(user, 2);
      await waitUntilEmpty();
      expect(await usageOf(user)).toMatchObject({ requests: 2n, input: 200n, total: 300n });

      const old = join(folder, 'old.jsonl');
      writeFileSync(old, JSON.stringify({ ...lineOf(randomUUID()), timestamp: '2025-01-01T00:00:00Z' }));
      const tooOld = await runImport(['transcripts', old, '--user', user]);
      expect(tooOld.code).toBe(1);
      expect(tooOld.output).toMatch(/1 of 1 calls occurred before[^]*--from/);
    });

    it('of spend logs counts each call once, and is refused where it would count live calls again', async () => {
      const [user, key] = [newUser(), `ak_${randomUUID()}`];
      const row = (id: string, more: object = {}) =>
        JSON.stringify({
          request_id: id,
          startTime: at,
          model: 'anthropic/claude-sonnet-5-5',
          custom_llm_provider: 'anthropic',
          end_user: user,
          metadata: { usage_object: { prompt_tokens: 10, completion_tokens: 5 } },
          ...more,
        });
      const file = join(folder, 'spend.ndjson');
      writeFileSync(
        file,
        [row(randomUUID()), row(`msg_${randomUUID()}`), row('x', { cache_hit: 'True' }), '{'].join('\n'),
      );
      const options = ['litellm', file, '--access-key', key];
      const dryRun = await runImport([...options, '--dry-run']);
      expect(dryRun.output).toMatch(/Records: 2,[^]*tokens: 30,[^]*gateway_cache_hit[^]*Nothing was sent/);
      for (const _ of [1, 2]) {
        expect(await runImport([...options, '--no-wait'])).toMatchObject({ code: 0 });
        await waitForUsage(user, 2);
        await waitUntilEmpty();
        expect(await usageOf(user)).toMatchObject({ requests: 2n, input: 20n, total: 30n });
      }

      // Another product's log of the same time, in which the calls have other names.
      const other = join(folder, 'other.ndjson');
      writeFileSync(other, JSON.stringify({ id: 'job-1', at, in: 10, out: 5, model: 'claude-sonnet-5-5' }));
      const map = join(folder, 'map.json');
      const columns = {
        requestId: 'id',
        occurredAt: 'at',
        inputTokens: 'in',
        outputTokens: 'out',
        model: 'model',
      };
      writeFileSync(map, JSON.stringify({ convention: 'exclusive', columns }));
      const refused = await runImport(['mapped', other, '--map', map, '--access-key', key, '--user', user]);
      expect(refused).toMatchObject({ code: 1 });
      expect(refused.output).toContain('--allow-overlap');
      await waitUntilEmpty();
      expect(await usageOf(user)).toMatchObject({ requests: 2n });
    });
  });
}

async function runImport(options: readonly string[]) {
  const { apiUrl, accessKey } = await deployedProduct();
  const env = { ...process.env, TOKEN_LEDGER_URL: apiUrl, TOKEN_LEDGER_KEY: accessKey };
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [COMMAND, 'import', ...options], {
      env,
    });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: unknown; stdout?: string; stderr?: string };
    return { code, output: `${stdout}${stderr}` };
  }
}
