import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { HttpEvent, HttpResult } from '../../functions/shared/http/http-handler.ts';
import { answerCalls, callsOver } from './calls.ts';
import type { Filled, TableCall } from './large-table.ts';
import type { QuestionAnswered } from './query-instance.ts';
import type { RemoteTable } from './remote-table.ts';

type Ask = (input: unknown) => Promise<QuestionAnswered>;

/**
 * As many instances of `query-usage` as the machine has cores. Like those of Lambda, each answers one request at a time, and a
 * request goes to one that is idle. Lambda would start another one where none is; here the request waits.
 */
export async function queryInstances(table: RemoteTable) {
  const processes: ChildProcess[] = [];
  const idle: Ask[] = [];
  const waiting: ((ask: Ask) => void)[] = [];
  let cpu = 0;
  const nextIdle = () => {
    const { promise, resolve } = Promise.withResolvers<Ask>();
    waiting.push(resolve);
    return promise;
  };
  const { keys, users } = table;
  await Promise.all(
    Array.from({ length: availableParallelism() }, async () => {
      const instance = fork(new URL('query-instance.ts', import.meta.url), { serialization: 'advanced' });
      processes.push(instance);
      answerCalls(instance, (call) => table.call(call as TableCall));
      const ask = callsOver<QuestionAnswered>(instance);
      await ask({ keys, users } satisfies Filled);
      idle.push(ask);
    }),
  );
  return {
    handle: async (event: HttpEvent): Promise<HttpResult> => {
      const ask = idle.pop() ?? (await nextIdle());
      const { result, cpu: taken } = await ask(event);
      cpu += taken;
      const next = waiting.shift();
      if (next) next(ask);
      else idle.push(ask);
      return result as HttpResult;
    },
    /** Microseconds of the processor in all answers so far. */
    cpu: () => cpu,
    close: () => processes.map((instance) => instance.kill()),
  };
}
