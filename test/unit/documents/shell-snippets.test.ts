import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parseUsageRecord } from '@token-ledger/contract';
import { parseLine } from '../../cli/support/parse-line.ts';
import { servedMachine } from '../../cli/support/served-machine.ts';
import { blocksIn, placeOf } from '../../support/documents/code-blocks.ts';
import { type Command, runShell } from '../../support/documents/run-shell.ts';
import { usageRecord } from '../../support/records.ts';

const ROOT = join(import.meta.dirname, '../../..');
const scripts = (
  JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
).scripts;

/** A year ahead, in the middle of a month, so that a date that goes stale is noticed at once. */
const LATER = Date.UTC(new Date().getUTCFullYear() + 1, 5, 15, 12, 30);

const snippets = blocksIn('sh').map((block) => ({
  place: placeOf(block),
  ...runShell(`date() { command date -d @${LATER / 1000} "$@"; }\n${block.text}`),
}));

/** What the snippets run that is of a kind, each with its place. */
const eachOf = <T>(kindOf: (command: Command) => T | undefined) =>
  snippets.flatMap(({ place, commands }) =>
    commands.map(kindOf).flatMap((found) => (found === undefined ? [] : [[place, found] as const])),
  );

describe('a shell snippet', () => {
  it('exists', () => expect(snippets.length).toBeGreaterThan(80));

  it.each(snippets.map(({ place, problem }) => [place, problem]))('%s runs in bash', (_, problem) => {
    expect(problem).toBeUndefined();
  });
});

describe('a request in a snippet', () => {
  const requests = eachOf(requestOf);
  const machine = servedMachine();
  beforeAll(() => {
    machine.api.harness.ledger.nowMs = LATER;
  });

  it('exists', () => expect(requests.length).toBeGreaterThan(25));

  it.each(requests.map(([place, request]) => [place, request.method, request.path, request] as const))(
    '%s: %s %s is answered',
    async (_place, method, path, { headers, body }) => {
      const request = { method, headers, ...(body !== undefined && { body }) };
      const answer = await machine.api.fetch(`https://ledger.example.com${path}`, request);
      expect([answer.status, answer.status < 300 ? '' : await answer.text()]).toEqual([answer.status, '']);
    },
  );
});

describe('a command line in a snippet', () => {
  const lines = eachOf(lineOf).map(([place, line]) => [place, line.join(' '), line] as const);
  const machine = servedMachine();
  beforeAll(async () => {
    machine.api.harness.ledger.nowMs = LATER;
    await machine.api.record(usageRecord({ requestId: 'req_by_hand', occurredAtMs: LATER - 1 }));
  });

  it('exists', () => expect(lines.length).toBeGreaterThan(40));

  it.each(lines)('%s: token-ledger %s is understood', async (_place, _line, line) => {
    expect(await parseLine(line)).toBeUndefined();
  });

  it.each(lines.filter(([, , line]) => isAnswered(line)))(
    '%s: token-ledger %s is answered',
    async (_place, _line, line) => {
      expect(await machine.run(line)).toMatchObject({ code: 0, err: '' });
    },
  );
});

describe('an npm script in a snippet', () => {
  const runs = eachOf(scriptOf).map(([place, run]) => [place, run.name, run] as const);
  const sources = globSync('scripts/**/*.ts', { cwd: ROOT }).map((file) =>
    readFileSync(join(ROOT, file), 'utf8'),
  );

  it.each(runs)('%s: %s exists, and its source knows the options', (_place, name, { options }) => {
    expect(Object.keys(scripts)).toContain(name);
    // Those of the command line are parsed above.
    if (scripts[name]?.startsWith('token-ledger')) return;
    const isKnown = (option: string) =>
      sources.some(
        (source) => source.includes(`'${option}'`) || new RegExp(`\\b${option}: \\{`).test(source),
      );
    expect(options.filter((option) => !isKnown(option))).toEqual([]);
  });
});

describe('a document for an AWS command in a snippet', () => {
  const documents = eachOf(([program, ...args]) =>
    program === 'aws'
      ? args.find((word, index) => word.startsWith('{') && args[index - 1] !== '--filter-pattern')
      : undefined,
  ).map(
    ([place, text]) =>
      [place, JSON.parse(text.replaceAll('{…}', '{}')) as Readonly<Record<string, unknown>>] as const,
  );

  it('exists', () => expect(documents.length).toBeGreaterThan(6));

  it.each(documents.filter(([, document]) => 'records' in document))(
    '%s: is a message that counts',
    (_place, document) => {
      const records = document['records'] as readonly unknown[];
      expect(records.map((record) => parseUsageRecord(record).ok)).toEqual(records.map(() => true));
    },
  );

  it.each(
    eachOf(([program, ...args]) =>
      program === 'aws' && args.includes('--payload') ? args[args.indexOf('--payload') + 1] : undefined,
    ),
  )('%s: %s has fields that a function reads', (_place, payload) => {
    const sources = globSync('functions/{roll-up-usage,run-report}/*.ts', { cwd: ROOT }).map((file) =>
      readFileSync(join(ROOT, file), 'utf8'),
    );
    const fields = Object.keys(JSON.parse(payload.replaceAll('{…}', '{}')) as object);
    expect(fields.filter((field) => !sources.some((source) => source.includes(field)))).toEqual([]);
  });
});

describe('a file in a snippet', () => {
  const files = eachOf(([, ...args]) => args.find((word) => /^(?:examples|functions|clients)\//.test(word)));

  it.each(files)('%s: %s exists', (_place, file) => {
    expect(existsSync(join(ROOT, file))).toBe(true);
  });
});

interface ScriptRun {
  readonly name: string;
  /** Those of the script itself, without what it passes on. */
  readonly options: readonly string[];
}

function scriptOf([program, verb = '', ...args]: Command): ScriptRun | undefined {
  if (program !== 'npm' || (verb !== 'run' && verb !== 'start')) return undefined;
  const name = verb === 'start' ? verb : (args.shift() ?? '');
  const [, ...own] = args.slice(args.indexOf('--') === -1 ? args.length : args.indexOf('--'));
  const passedOn = own.indexOf('--');
  const words = passedOn === -1 ? own : own.slice(0, passedOn);
  return { name, options: words.filter((word) => word.startsWith('--')).map((word) => word.slice(2)) };
}

/** Commands that need no AWS, no other files and no browser, and end by themselves. */
function isAnswered([command = '', ...rest]: readonly string[]): boolean {
  return (
    /^(?:overview|top|trends|stats|budgets)$/.test(command) || (command === 'records' && rest[0] === 'show')
  );
}

/** The arguments of `token-ledger`, however it is called. */
function lineOf([program, ...args]: Command): readonly string[] | undefined {
  if (program === 'token-ledger') return args;
  const [first = '', second = '', ...rest] = args;
  if (program === 'npx' && first === 'token-ledger') return [second, ...rest];
  const script = program === 'npm' && first === 'run' ? scripts[second] : undefined;
  if (!script?.startsWith('token-ledger ')) return undefined;
  return [...script.split(' ').slice(1), ...rest.filter((word) => word !== '--')];
}

interface Request {
  readonly method: string;
  /** With its query, below the address of the ledger. */
  readonly path: string;
  readonly headers: [string, string][];
  readonly body?: string;
}

/** What curl would send to the ledger. Undefined if it is sent elsewhere, or if its body comes from another program. */
function requestOf([program, ...args]: Command): Request | undefined {
  if (program !== 'curl') return undefined;
  const valuesOf = (...options: readonly string[]) =>
    args.flatMap((word, index) => (options.includes(word) ? [args[index + 1] ?? ''] : []));
  const url = args.find((word) => word.startsWith('https://'));
  const [body] = valuesOf('-d', '--data-binary');
  if (url === undefined || !url.includes('/v1/') || url.includes('api.anthropic.com') || body === '@-')
    return undefined;
  const { pathname, search } = new URL(url);
  return {
    method: valuesOf('-X')[0] ?? (body === undefined ? 'GET' : 'POST'),
    path: `${pathname}${search}`,
    headers: valuesOf('-H').map((header): [string, string] => {
      const colon = header.indexOf(':');
      return [header.slice(0, colon), header.slice(colon + 1).trim()];
    }),
    ...(body !== undefined && { body }),
  };
}
