import { Command } from '@commander-js/extra-typings';
import { type Context, sessionOf, withExamples } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { counted, percent, shortCount, shortSeconds } from '../output/figures.ts';
import { whyUnknown } from '../output/unknown-figures.ts';
import { showTime } from '../range/range.ts';

/** `token-ledger health` */
export function healthCommand(context: Context) {
  const command = new Command('health')
    .description('freshness, queues, errors and active alarms; exit code 1 unless the status is ok')
    .action(async (_, self) => {
      const { ledger, print, target, timeZone } = await sessionOf(context, self);
      const health = await ledger.get('/v1/health');
      const { rollUp, errors, queues, alarms } = health;
      if (health.status !== 'ok') context.exitCode = EXIT.problem;
      await print.one(health, [
        {
          title: 'status',
          value: ({ status }) => status,
          format: ({ status }) => (status === 'ok' ? 'green' : status === 'degraded' ? 'red' : 'yellow'),
        },
        { title: 'as of', value: ({ asOf }) => `${showTime(asOf, timeZone)} ${timeZone}` },
        { title: 'fresh to', value: ({ freshnessSeconds }) => shortSeconds(freshnessSeconds) },
        {
          title: 'roll-up',
          value: () =>
            rollUp
              ? `${counted(rollUp.pending.hour, 'hour')} pending, the oldest for ${shortSeconds(rollUp.oldestPendingSeconds)}`
              : 'unknown',
        },
        {
          title: 'last hour',
          value: () =>
            errors
              ? `${counted(errors.records.accepted, 'record')} accepted, ${percent(errors.records.errorRate)} refused or failed`
              : 'unknown',
        },
      ]);
      if (print.json) return;
      for (const { message } of health.reasons) await print.line(print.paint('red', message));
      for (const why of whyUnknown(health, target.local !== undefined)) await print.line(why);
      await print.line();
      await print.list(
        Object.entries(queues).map(([queue, depth]) => ({ queue, ...depth })),
        [
          { title: 'queue', value: ({ queue }) => queue },
          { title: 'waiting', value: ({ visible }) => figure(visible), align: 'right' },
          { title: 'in flight', value: ({ inFlight }) => figure(inFlight), align: 'right' },
          { title: 'oldest', value: ({ oldestSeconds }) => shortSeconds(oldestSeconds), align: 'right' },
          {
            title: 'dead letters',
            value: ({ deadLetters }) => figure(deadLetters),
            align: 'right',
            format: ({ deadLetters }) => (deadLetters ? 'red' : undefined),
          },
        ],
        '',
      );
      for (const { name, since, meaning } of alarms ?? [])
        await print.line(
          print.paint('red', `Alarm ${name} since ${showTime(since, timeZone)}: ${meaning ?? ''}`),
        );
    });
  return withExamples(command, 'health', 'health --json');
}

function figure(value: number | null): string {
  return value === null ? 'unknown' : shortCount(value);
}
