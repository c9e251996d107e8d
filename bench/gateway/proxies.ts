import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { loopbackPort } from '../../scripts/local/loopback-port.ts';
import { startProcess } from '../../scripts/local/processes.ts';
import { prepareVirtualEnvironment, programOf, type VirtualEnvironment } from '../../scripts/local/python.ts';
import { STATE_DIRECTORY } from '../../scripts/local/state.ts';

/** A proxy under test, in a process of its own. */
export interface Proxy {
  readonly name: string;
  readonly url: string;
  /** What callers present. */
  readonly key: string;
  readonly pid: number;
  /** The number of records of calls so far. */
  records(): Promise<number>;
  stop(): Promise<void>;
}

/** The gateway with its queue in memory. */
export async function startOurs(upstreamUrl: string): Promise<Proxy> {
  const script = join(import.meta.dirname, '..', '..', 'test', 'support', 'gateway-process.ts');
  const child: ChildProcess = fork(script, [upstreamUrl]);
  const [started] = await once(child, 'message');
  const { url, key } = started as { readonly url: string; readonly key: string };
  return {
    name: 'gateway',
    url,
    key,
    pid: child.pid ?? 0,
    async records() {
      const answered = once(child, 'message');
      child.send('records');
      const [answer] = await answered;
      return (answer as { readonly records: readonly unknown[] }).records.length;
    },
    async stop() {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

const DIRECTORY = join(STATE_DIRECTORY, 'bench-litellm');
const ENVIRONMENT: VirtualEnvironment = {
  directory: join(DIRECTORY, 'python'),
  requirements: join(import.meta.dirname, 'requirements.txt'),
};
const MASTER_KEY = 'sk-bench';
export const LITELLM_NAME = 'LiteLLM 1.106.12';

/** The Python that has LiteLLM, once it is prepared. */
export function pythonOfLiteLlm(): string {
  return programOf(ENVIRONMENT, 'python');
}

/** Needs the registry of Python packages the first time. */
export async function prepareLiteLlm(): Promise<void> {
  await mkdir(DIRECTORY, { recursive: true });
  await prepareVirtualEnvironment(ENVIRONMENT, join(DIRECTORY, 'python.log'));
}

/** LiteLLM's proxy with one worker, which writes a line for each call that it logs. */
export async function startLiteLlm(upstreamUrl: string): Promise<Proxy> {
  const log = join(DIRECTORY, 'records.jsonl');
  await rm(log, { force: true });
  await writeFile(log, '');
  await writeFile(join(DIRECTORY, 'record_calls.py'), callback(log));
  const config = join(DIRECTORY, 'config.yaml');
  await writeFile(config, configuration(upstreamUrl));
  const port = await loopbackPort();
  const running = await startProcess({
    executable: programOf(ENVIRONMENT, 'litellm'),
    args: ['--config', config, '--host', '127.0.0.1', '--port', String(port), '--num_workers', '1'],
    cwd: DIRECTORY,
    env: {
      PATH: process.env['PATH'],
      HOME: DIRECTORY,
      LITELLM_LOCAL_MODEL_COST_MAP: 'True',
      LITELLM_LOG: 'ERROR',
    },
    logPath: join(DIRECTORY, 'proxy.log'),
  });
  const url = `http://127.0.0.1:${port}`;
  await untilAnswers(`${url}/health/liveliness`, running.ended);
  return {
    name: LITELLM_NAME,
    url,
    key: MASTER_KEY,
    pid: running.pid,
    records: async () => (await readFile(log, 'utf8')).split('\n').filter(Boolean).length,
    stop: () => running.stop(),
  };
}

function configuration(upstreamUrl: string): string {
  return `model_list:
  - model_name: claude-opus-4-5
    litellm_params: { model: anthropic/claude-opus-4-5, api_base: ${upstreamUrl}, api_key: k }
general_settings: { master_key: ${MASTER_KEY} }
litellm_settings: { callbacks: record_calls.recorder, telemetry: false, num_retries: 0 }
`;
}

function callback(log: string): string {
  return `from litellm.integrations.custom_logger import CustomLogger


class Recorder(CustomLogger):
    def write(self, kwargs):
        call = kwargs.get("standard_logging_object") or {}
        if call.get("completion_tokens"):
            with open(${JSON.stringify(log)}, "a") as file:
                file.write(f'{call.get("id")}\\n')

    async def async_log_success_event(self, kwargs, response_obj, start_time, end_time):
        self.write(kwargs)

    async def async_log_failure_event(self, kwargs, response_obj, start_time, end_time):
        self.write(kwargs)


recorder = Recorder()
`;
}

async function untilAnswers(url: string, ended: Promise<string>): Promise<void> {
  const exit = ended.then((outcome) => {
    throw new Error(`LiteLLM ended with ${outcome}; see proxy.log in ${DIRECTORY}.`);
  });
  const answers = async () => {
    while (
      !(await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      ))
    )
      await delay(200);
  };
  await Promise.race([answers(), exit]);
}
