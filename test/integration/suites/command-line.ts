import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { rollUpNow } from '../../../scripts/local/roll-up.ts';
import { examplesOnDeployment } from '../../cli/support/examples.ts';
import { AGREEING, fakeMachine, type Machine, wordsOf } from '../../cli/support/fake-io.ts';

import { postRecords, waitForUsage } from '../support/api.ts';
import { deployedProduct } from '../support/deployed-product.ts';
import { sendDeadLetter } from '../support/queue.ts';
import { newUser, record } from '../support/records.ts';

interface WithId {
  readonly id: string;
}

/** Every command with an example, as an operator runs it: on the deployed product, through AWS and the API. */
export function describeCommandLine(): void {
  describe('the command line', () => {
    let machine: Machine;
    const sample = new Map<string, string>();
    const user = newUser();
    const requestId = `req_${user}`;

    beforeAll(async () => {
      const deployment = await deployedProduct();
      const { apiUrl, accessKey } = deployment;
      machine = fakeMachine({
        fetch,
        env: { TOKEN_LEDGER_URL: apiUrl, TOKEN_LEDGER_KEY: accessKey },
        sleep: (ms) => delay(Math.min(ms, 500)),
      });
      await postRecords([{ ...record(user), requestId }, record(user), record('u_42')]);
      await waitForUsage(user, 2);
      const file = (name: string, content: unknown) =>
        writeFileSync(
          join(machine.home, name),
          typeof content === 'string' ? content : JSON.stringify(content),
        );
      file('users.csv', `id,name\n${user},Ada\n`);
      file('report.json', { title: 'Usage', what: ['statistics'], format: 'csv', range: 'last_7_days' });
      file('overrides.json', { overrides: [] });
      file('spend-logs.csv', 'request_id,startTime,model\n');
      const projects = join(machine.home, '.claude', 'projects', '-home-search');
      mkdirSync(projects, { recursive: true });
      writeFileSync(join(projects, 'session.jsonl'), transcript(user));
      const id = async (line: string) => ((await machine.json(line)) as readonly WithId[])[0]?.id ?? '';
      sample.set('ak_01M80KJ8Z66507EF969MFWG8F2', await id('keys create --name examples --scopes ingest'));
      sample.set('01M80KTDP6JB13DA68V8YHQZCS', await id('export create --last 1h --no-wait'));
      sample.set('budgets', await id('budgets create --name Examples --amount 10'));
      sample.set('report', await id('report create report.json'));
      sample.set('req_011CXyz', requestId);
    });

    const failedMessage = async () => {
      await sendDeadLetter(JSON.stringify({ v: 1, records: [record(user)] }));
      const [message] = (await machine.json('failed list --place live')) as readonly WithId[];
      return message?.id ?? '';
    };

    /** Examples have sample ids, and name a stage that is not the one under test. */
    const wordsFor = async (example: string): Promise<readonly string[]> => {
      const [word = ''] = example.split(' ');
      const of = (text: string) => sample.get(text) ?? text;
      const line = example
        .replace('kT3xPq0aVb9LwZ1c', of(word))
        .replaceAll(/ak_01M\w+|01M\w+|req_011CXyz/g, of)
        .replace(/--stage (dev|prod)/, '--stage dev')
        .replace('2026-11-01 --to 2026-11-21', '2d')
        // Exports of the same day have files of the same names, which are not replaced.
        .replaceAll('/tmp', join(machine.home, randomUUID()))
        .replace('~', machine.home)
        .replace(/live\.8f7a\S+/, example.includes('live.8f7a') ? await failedMessage() : '');
      // Not waited for: the roll-up of the emulator has its own time.
      const words = wordsOf(line)
        .filter((word) => word !== '--wait' && word !== '<' && word !== 'key.txt')
        // A month has thousands of slices to read.
        .map((word) => (word === 'this month' ? 'today' : word));
      // Without a stage they would work on the local product of the folder.
      if (inTables.test(example) && !words.includes('--stage')) words.push('--stage', 'dev');
      return words;
    };

    /** Commands whose exit code says what they found, and those that a test of their own runs. */
    const mayFind = /^(health|quality)/;
    const inTables = /^reprice/;
    const apart = /^(login|logout|demo|doctor|audit-ledger|erase-user)$/;

    it.each(examplesOnDeployment(apart))('%s', async (example) => {
      const words = await wordsFor(example);
      // Another rebuild may be under way: of the example before, or of other tests.
      if (example.startsWith('rebuild')) await rollUpNow(await deployedProduct());
      const { code, out, err } = await machine.run(words, AGREEING);
      const isFine = code === 0 || (code === 1 && mayFind.test(example));
      expect({ words, isFine, err: isFine ? '' : err }).toEqual({ words, isFine: true, err: '' });
      if (example === 'rebuild --last 24h') sample.set('rebuild', /^rebuild +(\S+)/.exec(out)?.[1] ?? '');
      if (words.includes('--json')) for (const text of out.split('\n').slice(0, -1)) JSON.parse(text);
    });

    it('downloads what it exports, with the figures of the statistics', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'token-ledger-files-'));
      const [file] = (await machine.json(
        `export create --user ${user} --last 24h --format ndjson --to-folder ${folder}`,
      )) as readonly {
        readonly path: string;
        readonly rows: number;
        readonly totals: { requests: number; cost: { usd: string } };
      }[];
      const stats = (await machine.json(`stats --user ${user} --last 24h`)) as readonly {
        readonly requests: number;
      }[];
      expect(file?.rows).toBe(file?.totals.requests);
      expect(file?.rows).toBe(stats.reduce((sum, { requests }) => sum + requests, 0));
      rmSync(folder, { recursive: true });
    });

    it('imports a transcript of this machine, and answers what they cost as soon as it ends', async () => {
      const who = newUser();
      const file = join(machine.home, '.claude', 'projects', '-home-search', 'more.jsonl');
      writeFileSync(file, transcript(who));
      const from = new Date(Date.now() - 3_600_000).toISOString();
      // Of this file alone: an example imports all of the machine.
      expect(await machine.run(['import', 'claude-code', file, '--user', who])).toMatchObject({
        code: 0,
        out: expect.stringMatching(/Accepted \d+, in conflict 0, refused by the ledger 0\./),
        err: expect.stringContaining('Everything is counted'),
      });
      const [row] = (await machine.json(
        `stats --user ${who} --feature claude_code --from ${from} --by user`,
      )) as readonly object[];
      expect(row).toMatchObject({ id: who, tokens: { input: 20 }, cost: { usd: '0.00204' } });
    });

    it('audits and erases in the tables', async () => {
      const gone = newUser();
      await postRecords([record(gone)]);
      await waitForUsage(gone, 1);
      await rollUpNow(await deployedProduct());
      expect(await machine.json('audit-ledger --stage dev --last 24h')).toMatchObject([{ differences: 0 }]);
      const erased = await machine.json(`erase-user --stage dev --user ${gone} --settle-seconds 0 --yes`);
      expect(erased).toMatchObject([{ erasedRecords: 1, removedCopies: 1 }]);
      await rollUpNow(await deployedProduct());
      expect(await machine.json(`records list --user ${gone}`)).toEqual([]);
    });

    it('signs in with a new key, and out', async () => {
      const { apiUrl } = await deployedProduct();
      const { out: key } = await machine.run('keys create --name cli --scopes read');
      const home = fakeMachine({ fetch });
      expect(await home.run(`login --url ${apiUrl}`, { readInput: async () => key })).toMatchObject({
        code: 0,
      });
      expect(await home.run('top')).toMatchObject({ code: 0 });
      expect(await home.run('keys list')).toMatchObject({ code: 3, err: expect.stringContaining('scope') });
      expect(await home.run('logout')).toMatchObject({ code: 0 });
      expect(await home.run('top')).toMatchObject({ code: 3 });
    });

    it('creates the first key in the table, without the API', async () => {
      const { out } = await machine.run('keys create --stage dev --name first --scopes read --owner u_42');
      expect(
        await machine.run('overview', { env: { ...(await environment()), TOKEN_LEDGER_KEY: out.trim() } }),
      ).toMatchObject({ code: 0 });
    });

    it('examines the deployment: each way in, and then a subscriber and a trigger that is off', async () => {
      const { outputs } = await deployedProduct();
      const examine = async () => {
        const found = (await machine.json('doctor --stage dev --found-within 600')) as readonly {
          check: string;
          status: string;
          fix?: string;
        }[];
        return new Map(found.map(({ check, ...finding }) => [check, finding]));
      };
      const before = await examine();
      for (const way of [
        'reach',
        'clocks',
        'credentials',
        'record over HTTP',
        'record over OpenTelemetry',
        'record over SQS',
        'functions',
        'schedules',
        'retention',
      ])
        expect([way, before.get(way)?.status]).toEqual([way, 'ok']);
      const sqs = new SQSClient();
      const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'doctor-subscriber' }));
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
      );
      await new SNSClient().send(
        new SubscribeCommand({
          TopicArn: outputs['AlarmTopicArn'],
          Protocol: 'sqs',
          Endpoint: Attributes?.['QueueArn'],
        }),
      );
      const lambda = new LambdaClient();
      const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand());
      const name = new URL(outputs['BulkQueueUrl'] ?? '').pathname.split('/').at(-1) ?? '';
      const UUID = EventSourceMappings.find(({ EventSourceArn = '' }) => EventSourceArn.endsWith(name))?.UUID;
      const switchTrigger = (Enabled: boolean) =>
        lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
      await switchTrigger(false);
      let after: Awaited<ReturnType<typeof examine>>;
      try {
        after = await examine();
      } finally {
        await switchTrigger(true);
      }
      expect(after.get('alarm subscribers')?.status).toBe('ok');
      expect(after.get('functions')).toMatchObject({
        status: 'failed',
        fix: expect.stringContaining(`--uuid ${UUID} --enabled`),
      });
    });

    const environment = async () => ({ TOKEN_LEDGER_URL: (await deployedProduct()).apiUrl });
  });
}

/** Two calls of one session, the first of which is on two lines. */
function transcript(serial: string): string {
  const timestamp = new Date(Date.now() - 60_000).toISOString();
  const line = (call: number, output: number) =>
    JSON.stringify({
      type: 'assistant',
      timestamp,
      requestId: `req_${serial}_${call}`,
      message: {
        id: `msg_${serial}_${call}`,
        model: 'claude-sonnet-5-5',
        stop_reason: 'end_turn',
        content: [],
        usage: { input_tokens: 10, output_tokens: output },
      },
    });
  return [line(1, 50), line(1, 100), line(2, 100)].join('\n');
}
