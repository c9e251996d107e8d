import { createLedger, type UsageRecord } from '@token-ledger/client';
import { CliError } from '../errors.ts';
import { startProgress } from '../output/progress.ts';
import type { Session } from '../session/session.ts';
import { waitFor } from '../wait-for.ts';
import { TEAMS } from './company.ts';
import { DEMO_DAYS, type DemoOptions, demoMonth } from './demo-month.ts';
import { registerMonth } from './register-month.ts';
import { sendPortion } from './send-portion.ts';

/** Recorded before more is sent: an emulator answers too late if much waits. */
const PORTION_RECORDS = 250;
const RECORDED_WITHIN_MS = 10 * 60_000;

/** Loads a month of usage through the API alone. Returns how many calls it has. */
export async function loadDemo(session: Session, options: DemoOptions): Promise<number> {
  const { io, ledger, target } = session;
  const { accessKey } = target;
  if (accessKey === undefined)
    throw new CliError(
      'The demo is reported with an access key, not a sign-in.',
      'Use a profile with an access key of all scopes.',
    );
  await refuseSecondTime(session);
  const { records } = await registerMonth(ledger, demoMonth(options));
  const progress = await startProgress(io, 'Reporting', 'calls');
  const reporter = createLedger({
    endpoint: target.url,
    accessKey,
    priority: 'bulk',
    requestTimeoutMs: 30_000,
    fetch: io.fetch,
  });
  try {
    for (let sent = 0; sent < records.length; sent += PORTION_RECORDS) {
      io.signal.throwIfAborted();
      const portion = records.slice(sent, sent + PORTION_RECORDS);
      await sendPortion(reporter, portion);
      await recorded(session, portion.at(-1));
      progress.update(sent + portion.length, records.length);
    }
  } finally {
    progress.end();
    await reporter.close();
  }
  const hour = 3_600_000;
  const from = Math.floor((options.nowMs - DEMO_DAYS * 24 * hour) / hour) * hour;
  const to = Math.floor(options.nowMs / hour) * hour;
  await ledger.post('/v1/aggregations', {
    body: { from: new Date(from).toISOString(), to: new Date(to).toISOString() },
  });
  return records.length;
}

/** Its calls would count again, under other access keys. */
async function refuseSecondTime({ ledger }: Session): Promise<void> {
  const names = new Set(TEAMS.map(({ name }) => name));
  for await (const { name, id } of ledger.items('/v1/access-keys', {}))
    if (names.has(name))
      throw new CliError(
        `The ledger has a team ${name} already (${id}), so the demo was probably loaded before.`,
        'Look at it: token-ledger top --by key',
      );
}

function recorded({ io, ledger }: Session, last: UsageRecord | undefined): Promise<true> {
  return waitFor(io, 'The recording of the demo', RECORDED_WITHIN_MS, async () => {
    const { records } = await ledger.get('/v1/records', { query: { requestId: last?.requestId ?? '' } });
    return records.length > 0 || undefined;
  });
}
