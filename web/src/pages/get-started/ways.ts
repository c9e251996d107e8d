import type { Item } from '@token-ledger/client/query';
import type { Way } from './parameters.ts';

/*
 * What to run for each way of capture, with the addresses of this deployment. The same programs as in examples/ and in the
 * guides, where they are tested.
 */

type Source = Item<'/v1/records'>['source'];

export interface Addresses {
  /** Without a slash at its end. */
  readonly api: string;
  /** Without a slash at its end; absent if no gateway is deployed. */
  readonly gateway?: string;
  /** Whether it runs on the reader's machine, where `npm start` runs a stand-in of Anthropic's API and a gateway beside it. */
  readonly isLocal?: boolean;
}

/** A step by the keys of its texts; most have something to copy. */
interface Step {
  readonly title: 'environment' | 'standIn' | 'install' | 'call' | 'deploy' | 'settings' | 'run';
  readonly text:
    | 'environment'
    | 'standIn'
    | 'client'
    | 'clientPython'
    | 'middleware'
    | 'fetch'
    | 'python'
    | 'http'
    | 'gatewayMissing'
    | 'gateway'
    | 'gatewayLocal'
    | 'managedSettings'
    | 'claudeCode'
    | 'import';
  readonly code?: string;
}

export interface Capture {
  /** The scopes that its access key needs. */
  readonly scopes: string;
  /** How its records say that they came. */
  readonly sources: readonly Source[];
  /** How far back its newest record is looked for. */
  readonly days: number;
  /** Its records are of calls that were made long before. */
  readonly isOfThePast?: boolean;
  readonly steps: readonly Step[];
}

const LIVE_DAYS = 7;
const IMPORT_DAYS = 366;
/** Comments in what is run. */
const TEXTS = { prints: 'prints <path>' };

export function captureBy(way: Way, { api, gateway, isLocal = false }: Addresses, texts = TEXTS): Capture {
  const environment: Step = {
    title: 'environment',
    text: 'environment',
    code: `export TOKEN_LEDGER_URL=${api}\nexport TOKEN_LEDGER_KEY=tl_ak_…`,
  };
  // Of programs that call Anthropic: nobody needs a key of theirs to try them.
  const toCall = isLocal ? [environment, STAND_IN] : [environment];
  const client: Step = {
    title: 'install',
    text: 'client',
    code: `npm run pack:client   # ${texts.prints}\nnpm install <path>`,
  };
  const live = { scopes: 'ingest', days: LIVE_DAYS };
  switch (way) {
    case 'middleware':
      return {
        ...live,
        sources: ['client'],
        steps: [...toCall, client, { title: 'call', text: 'middleware', code: MIDDLEWARE }],
      };
    case 'fetch':
      return {
        ...live,
        sources: ['client'],
        steps: [...toCall, client, { title: 'call', text: 'fetch', code: FETCH }],
      };
    case 'python': {
      const install: Step = {
        title: 'install',
        text: 'clientPython',
        code: 'pip install anthropic ./clients/python',
      };
      return {
        ...live,
        sources: ['client'],
        steps: [...toCall, install, { title: 'call', text: 'python', code: PYTHON }],
      };
    }
    case 'http':
      return {
        ...live,
        sources: ['direct'],
        steps: [environment, { title: 'call', text: 'http', code: CURL }],
      };
    case 'gateway':
      return {
        ...live,
        sources: ['gateway'],
        steps: [stepOfGateway(gateway, isLocal)],
      };
    case 'claudeCode':
      return {
        ...live,
        scopes: 'ingest:users',
        sources: ['claude_code'],
        steps: [
          { title: 'settings', text: 'managedSettings', code: managedSettings(api) },
          { title: 'call', text: 'claudeCode' },
        ],
      };
    case 'import':
      return {
        scopes: 'ingest:users, read',
        sources: ['transcript', 'batch_results', 'litellm', 'langfuse', 'symfony', 'import'],
        days: IMPORT_DAYS,
        isOfThePast: true,
        steps: [environment, { title: 'run', text: 'import', code: IMPORT }],
      };
  }
}

/** Only `npm start` knows the address: the console is deployed before the stand-in starts. */
const STAND_IN: Step = {
  title: 'standIn',
  text: 'standIn',
  code: 'export ANTHROPIC_BASE_URL=http://127.0.0.1:…\nexport ANTHROPIC_API_KEY=local',
};

const MIDDLEWARE = `import Anthropic from '@anthropic-ai/sdk';
import { tokenLedger, withUsageContext } from '@token-ledger/client';

const anthropic = new Anthropic({ middleware: [tokenLedger()] });

await withUsageContext({ userId: 'u_42', feature: 'chat' }, () =>
  anthropic.messages.create({
    model: 'claude-sonnet-5-5',
    max_tokens: 256,
    messages: [{ role: 'user', content: 'Why is the sky blue?' }],
  }),
);`;

const FETCH = `import Anthropic from '@anthropic-ai/sdk';
import { ledgerFetch } from '@token-ledger/client';

const anthropic = new Anthropic({ fetch: ledgerFetch() });

await anthropic.messages.create({
  model: 'claude-sonnet-5-5',
  max_tokens: 256,
  messages: [{ role: 'user', content: 'Why is the sky blue?' }],
});`;

const PYTHON = `from anthropic import Anthropic
from token_ledger import token_ledger, usage_context

anthropic = Anthropic(middleware=[token_ledger()])

with usage_context(user_id="u_42", feature="chat"):
    anthropic.messages.create(
        model="claude-sonnet-5-5",
        max_tokens=256,
        messages=[{"role": "user", "content": "Why is the sky blue?"}],
    )`;

const CURL = `curl -sS "$TOKEN_LEDGER_URL/v1/usage" \\
  -H "Authorization: Bearer $TOKEN_LEDGER_KEY" -H 'Content-Type: application/json' \\
  -d '{
    "requestId": "first_'"$(date +%s)"'",
    "model": "claude-sonnet-5-5",
    "feature": "first_record",
    "usage": {"input_tokens": 1000, "output_tokens": 500, "cache_read_input_tokens": 50}
  }'`;

const GATEWAY_SETTINGS =
  '"tokenLedger": { "gateway": { "mode": "vault", "anthropicKeySecret": "anthropic/api-key" } }';

const IMPORT = `npm run import -- transcripts --user u_42 --dry-run
npm run import -- litellm spend-logs.csv --convention inclusive --dry-run
npm run import -- --help   # all sources and options`;

function stepOfGateway(gateway: string | undefined, isLocal: boolean): Step {
  if (gateway === undefined && !isLocal)
    return { title: 'deploy', text: 'gatewayMissing', code: GATEWAY_SETTINGS };
  return {
    title: 'call',
    text: gateway === undefined ? 'gatewayLocal' : 'gateway',
    code: `export ANTHROPIC_BASE_URL=${gateway ?? '$GATEWAY_URL'}\nexport ANTHROPIC_API_KEY=tl_ak_…\nclaude`,
  };
}

/** For Claude Code on every laptop of a team. */
function managedSettings(api: string): string {
  const env = {
    CLAUDE_CODE_ENABLE_TELEMETRY: '1',
    OTEL_LOGS_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
    OTEL_EXPORTER_OTLP_ENDPOINT: api,
    OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Bearer tl_ak_…',
  };
  return JSON.stringify({ env }, null, 2);
}
