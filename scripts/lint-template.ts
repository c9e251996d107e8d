import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runScript } from './command-line.ts';
import { prepareVirtualEnvironment, programOf, type VirtualEnvironment } from './local/python.ts';
import { makeStateDirectory, REPOSITORY, STATE_DIRECTORY } from './local/state.ts';

const USAGE = `Usage: npm run lint:template

Synthesizes the stack, with its defaults and with every optional part, and has cfn-lint check the templates.`;

const ENVIRONMENT: VirtualEnvironment = {
  directory: join(STATE_DIRECTORY, 'python-lint'),
  requirements: join(import.meta.dirname, 'lint-template', 'requirements.txt'),
};

/** With the regions to check for. */
const REGIONS = ['us-east-1', 'eu-central-1'];

/** What the CDK does on purpose, or what does not hold here. */
const IGNORED = [
  // The CDK lets each function wait for its role and for the policy of the role.
  'W3005',
  // The literal account id in the condition of alarms is what an emulator leaves unresolved.
  'W1054',
];

const VARIANTS: Readonly<Record<string, object>> = {
  'the defaults': {},
  'every optional part': {
    account: '123456789012',
    region: 'eu-central-1',
    tracing: true,
    customerManagedKey: true,
    producerPrincipals: ['123456789012', 'arn:aws:iam::210987654321:role/producer'],
    domainName: 'usage.example.com',
    certificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/5f3a6c1e-0000-4000-8000-000000000000',
    concurrency: { live: 2, notifications: 2, exports: 2, reservedForRollUp: 2 },
    recordsPointInTimeRecovery: true,
    gateway: { mode: 'vault', anthropicKeySecret: 'anthropic/api-key', enforceBudgets: true },
    monitoring: {
      alarms: 'all',
      alertEmail: 'ops@example.com',
      runbookUrl: 'https://wiki.example.com/runbook',
      alertThresholds: { dailyTokens: 1_000_000 },
    },
    budgets: { alertEmail: 'budgets@example.com' },
    reports: { email: 'reports@example.com' },
  },
  'no data kept, nobody signs in, a gateway without a key': {
    removeDataOnDestroy: true,
    signIn: 'none',
    console: false,
    gateway: { mode: 'pass-through' },
    events: { busName: 'company-events' },
  },
};

const run = promisify(execFile);

await runScript(USAGE, async () => {
  await makeStateDirectory(STATE_DIRECTORY);
  await prepareVirtualEnvironment(ENVIRONMENT, join(STATE_DIRECTORY, 'python-lint.log'));
  let exitCode = 0;
  for (const [name, settings] of Object.entries(VARIANTS)) {
    const findings = await lint(settings);
    console.log(findings === '' ? `✓ ${name}` : `✗ ${name}\n${findings}`);
    if (findings !== '') exitCode = 1;
  }
  return exitCode;
});

/** What cfn-lint finds in the template; nothing if it is right. */
async function lint(settings: object): Promise<string> {
  const output = await mkdtemp(join(tmpdir(), 'token-ledger-lint-'));
  try {
    await synthesize(settings, output);
    const templates = (await readdir(output)).filter((name) => name.endsWith('.template.json'));
    await run(programOf(ENVIRONMENT, 'cfn-lint'), [
      '--regions',
      ...REGIONS,
      '--ignore-checks',
      ...IGNORED,
      '--template',
      ...templates.map((name) => join(output, name)),
    ]);
    return '';
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { readonly stdout?: string; readonly stderr?: string };
    if (stdout === '' && stderr === '') throw error;
    return `${stdout}${stderr}`.replaceAll(`${output}/`, '');
  } finally {
    await rm(output, { recursive: true });
  }
}

/** As the CDK command line does it; the code of functions does not matter here. */
async function synthesize(settings: object, output: string): Promise<void> {
  const { context } = JSON.parse(await readFile(join(REPOSITORY, 'cdk.json'), 'utf8')) as {
    readonly context: object;
  };
  await run(process.execPath, [join(REPOSITORY, 'bin', 'token-ledger.ts')], {
    env: {
      ...process.env,
      CDK_OUTDIR: output,
      CDK_CONTEXT_JSON: JSON.stringify({
        ...context,
        'aws:cdk:bundling-stacks': [],
        tokenLedger: settings,
      }),
    },
  });
}
