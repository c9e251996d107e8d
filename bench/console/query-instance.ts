/*
 * An instance of the function that answers questions about usage, in a process of its own, over the table of another one. Like those of
 * a running deployment, it has answered other questions before: about the last hour, and about days of which no page asks.
 */

import { httpEvent, lambdaContext } from '../../test/support/http-event.ts';
import { servedApi } from '../../test/support/served-api.ts';
import { clientOver } from '../item-table.ts';
import { ledgerStoreOver } from '../statistics-items.ts';
import { answerCalls, callsOver } from './calls.ts';
import { registerEverybody } from './everybody.ts';
import type { Filled, TableCall } from './large-table.ts';

type Event = ReturnType<typeof httpEvent>;

const HOURS = { from: '2026-11-21T10:00:00Z' };
const DAYS = { from: '2026-09-22T00:00:00Z', to: '2026-10-22T00:00:00Z' };
const QUESTIONS = [
  ['/v1/overview', {}],
  ['/v1/trends', { splitBy: 'model', sort: 'cost', limit: '5' }],
  ['/v1/trends', { splitBy: 'user', sort: 'cost', limit: '5' }],
  ['/v1/top-consumers', { dimension: 'user', sort: 'cost', limit: '5' }],
  ['/v1/statistics', { dimension: 'user', period: 'day' }],
] as const;

export interface QuestionAnswered {
  readonly result: unknown;
  /** Microseconds of the processor. */
  readonly cpu: number;
}

const call = callsOver<unknown>(process);
const api = servedApi({
  store: ledgerStoreOver({
    client: clientOver((command, input) => call({ command, input } satisfies TableCall)),
  }),
});
answerCalls(process, async (asked): Promise<QuestionAnswered> => {
  const input = asked as Filled | Event;
  const before = process.cpuUsage();
  const result = 'users' in input ? await begin(input) : await handle(input);
  const { user, system } = process.cpuUsage(before);
  return { result, cpu: user + system };
});
process.on('disconnect', () => process.exit());

async function begin(filled: Filled): Promise<void> {
  await registerEverybody(api, filled);
  for (const span of [DAYS, HOURS])
    for (const [path, query] of QUESTIONS)
      await handle(httpEvent({ method: 'GET', path, query: { ...span, ...query }, scopes: ['read'] }));
}

function handle(event: Event) {
  return api.handlers['query-usage']?.(event, lambdaContext());
}
