import { shortSeconds } from '../output/figures.ts';
import { type Check, failed, ok, skipped, warning } from './check.ts';

const SILENT_SECONDS = 600;
const BEHIND_SECONDS = 9000;

export const schedules: Check = {
  name: 'schedules',
  why: 'Roll-up, budgets and sweeps run by schedule.',
  async run({ aws, withoutAws }) {
    if (!aws) return skipped(withoutAws);
    const all = await aws.schedules();
    if (all.length === 0)
      return failed(
        'The stack has no schedule, so nothing is rolled up.',
        'Set autoAggregation.enabled to true in cdk.json, and deploy: npm run deploy -- --stage <name>',
      );
    const off = all.filter(({ enabled }) => !enabled).map(({ name }) => name);
    return off.length === 0
      ? ok(`All ${all.length} are on.`)
      : failed(
          `Switched off: ${off.join(', ')}.`,
          `Switch it on in the console of EventBridge Scheduler, or deploy again. With the AWS command line: aws scheduler get-schedule --name ${off[0]}, then update-schedule with --state ENABLED`,
        );
  },
};

export const rollUp: Check = {
  name: 'roll-up',
  why: 'Until an hour is rolled up, answers are computed from its records: exact, but slower and dearer.',
  async run({ session: { ledger, io } }) {
    const { pending, lastCompletedAt, asOf } = await ledger.get('/v1/aggregations');
    const ageOf = (instant: string) => (Date.parse(asOf) - Date.parse(instant)) / 1000;
    const { oldestSince } = pending;
    if (lastCompletedAt === null && (oldestSince === null || ageOf(oldestSince) <= SILENT_SECONDS))
      return warning(
        'The roll-up has not completed yet, and nothing waits for it.',
        'That is so until its first run, minutes after the deployment. If it stays, see whether its schedule is on: docs/runbook.md, roll-up.',
      );
    if (lastCompletedAt === null || ageOf(lastCompletedAt) > SILENT_SECONDS) {
      const since =
        lastCompletedAt === null
          ? 'has never completed'
          : `last completed ${shortSeconds(ageOf(lastCompletedAt))} ago`;
      return failed(
        `The roll-up ${since}.`,
        'See whether its schedule is on and what its logs say: docs/runbook.md, roll-up.',
      );
    }
    io.signal.throwIfAborted();
    if (oldestSince !== null && ageOf(oldestSince) > BEHIND_SECONDS)
      return failed(
        `A closed period has waited for ${shortSeconds(ageOf(oldestSince))}.`,
        'Roll it up now: token-ledger aggregate --date yesterday. If it stays, see the logs of roll-up-usage.',
      );
    return ok(`It completed ${shortSeconds(ageOf(lastCompletedAt))} ago, and nothing waits too long.`);
  },
};
