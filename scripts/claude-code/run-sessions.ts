import { join } from 'node:path';
import { decodeJson, decodeProtobuf, type TelemetryEntry } from '@token-ledger/otlp';
import { runToEnd } from '../local/processes.ts';
import type { ExportRequest, StandIn } from './stand-in.ts';

/** The model of each session: its prices decide the cost that Claude Code reports. */
export const MODEL = 'claude-opus-4-8';

export const PROMPT = 'Say hello to the walrus';

/** One run of Claude Code. */
export interface SessionRun {
  readonly name: SessionName;
  /** Its export requests of log records with a call of the API. */
  readonly requests: readonly ExportRequest[];
  /** Request ids of the calls that the stand-in answered, if it named any. */
  readonly requestIds: readonly string[];
}

const SESSIONS = {
  new: { protocol: 'http/protobuf', gzip: true, args: [] },
  resumed: { protocol: 'http/protobuf', gzip: false, args: ['--continue'] },
  forked: { protocol: 'http/protobuf', gzip: false, args: ['--continue', '--fork-session'] },
  json: { protocol: 'http/json', gzip: false, args: [] },
  'no-request-id': { protocol: 'http/protobuf', gzip: false, args: [], withoutRequestId: true },
  /** With prompts, tool details and raw bodies switched on, as far as Claude Code has such switches. */
  content: { protocol: 'http/protobuf', gzip: true, args: [], withContent: true },
} as const;
export type SessionName = keyof typeof SESSIONS;

/** Runs Claude Code once for each kind of session. `program` is its path, `directory` a folder that may be filled. */
export async function runSessions(
  program: string,
  directory: string,
  standIn: StandIn,
): Promise<readonly SessionRun[]> {
  const runs: SessionRun[] = [];
  for (const name of Object.keys(SESSIONS) as SessionName[]) {
    const session: (typeof SESSIONS)[SessionName] & { withoutRequestId?: true; withContent?: true } =
      SESSIONS[name];
    standIn.sendsRequestIds = session.withoutRequestId !== true;
    const [firstRequest, firstCall] = [standIn.exports.length, standIn.requestIds.length];
    await runToEnd({
      executable: program,
      args: ['-p', PROMPT, '--model', MODEL, ...session.args],
      cwd: directory,
      env: environmentOf(directory, standIn.url, session),
      logPath: join(directory, `${name}.log`),
    });
    runs.push({
      name,
      requests: standIn.exports
        .slice(firstRequest)
        .filter((request) => request.path === '/v1/logs' && hasCall(request)),
      requestIds: standIn.sendsRequestIds ? standIn.requestIds.slice(firstCall) : [],
    });
  }
  return runs;
}

/** The log records of an export request. */
export function entriesOf({ contentType, body }: ExportRequest): readonly TelemetryEntry[] {
  return contentType.includes('json')
    ? decodeJson(JSON.parse(body.toString()), 'logs')
    : decodeProtobuf(body, 'logs');
}

export function isCall({ attributes }: TelemetryEntry): boolean {
  return attributes.get('event.name') === 'api_request';
}

const hasCall = (request: ExportRequest) => entriesOf(request).some(isCall);

/** The calls that were exported as log records since an export request. */
export function telemetryOf(standIn: StandIn, firstExport: number): readonly TelemetryEntry[] {
  const requests = standIn.exports.slice(firstExport).filter(({ path }) => path === '/v1/logs');
  return requests.flatMap(entriesOf).filter(isCall);
}

/** Everything Claude Code reads is named, so that nothing of the person who runs this is used or seen. */
export function environmentOf(
  directory: string,
  url: string,
  session: { readonly protocol: string; readonly gzip: boolean; readonly withContent?: true },
): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: directory,
    CLAUDE_CONFIG_DIR: join(directory, '.claude'),
    TERM: 'dumb',
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_API_KEY: 'sk-ant-stand-in',
    DISABLE_AUTOUPDATER: '1',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    CLAUDE_CODE_ENABLE_TELEMETRY: '1',
    OTEL_LOGS_EXPORTER: 'otlp',
    OTEL_METRICS_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_PROTOCOL: session.protocol,
    OTEL_EXPORTER_OTLP_ENDPOINT: `${url}/otlp`,
    OTEL_RESOURCE_ATTRIBUTES: 'team.id=search,department=engineering,cost_center=eng-123',
    ...(session.gzip && { OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' }),
    ...(session.withContent && {
      OTEL_LOG_USER_PROMPTS: '1',
      OTEL_LOG_TOOL_DETAILS: '1',
      OTEL_LOG_RAW_API_BODIES: '1',
      OTEL_LOG_ASSISTANT_RESPONSES: '1',
    }),
  };
}

/** What a prompt of these sessions says, to search for. */
export const SAID = 'walrus';
