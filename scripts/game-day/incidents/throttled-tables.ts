import { HOUR_MS } from '@token-ledger/core';
import { SERVICES } from '../../../functions/shared/metrics.ts';
import { readLog } from '../../local/read-log.ts';
import { expectThat } from '../expect-that.ts';
import type { Incident } from '../incident.ts';

const USER = 'u_throttled';
/** Of five minutes: usage waits for longer than it may. */
const PERIODS = 5;
const WRITES = [
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'TransactWriteItems',
  'ExecuteStatement',
  'BatchExecuteStatement',
];

export const throttledTables: Incident = {
  name: 'throttling',
  title: 'DynamoDB throttles all writes for 25 minutes',
  alarms: ['LiveQueueAge'],
  // The scheduled functions write, too.
  alsoAlarms: [
    'RollUpFailures',
    'RollUpSilence',
    'BudgetSilence',
    'BudgetFailures',
    'RecordUsageErrors',
    'RollUpUsageErrors',
    'EvaluateBudgetsErrors',
  ],
  health: { status: 'degraded', reasons: ['alarm'] },
  runbook: 'queue-age',

  async happen({ usage, queues, faults, deployment, pass }) {
    const sinceMs = Date.now();
    await usage.report({ user: USER, records: 10, agoMs: 3 * HOUR_MS });
    await usage.waitForCounted(USER);
    // So that no message is given up meanwhile: after half an hour, they would be.
    await queues.redeliverAfter(60);
    const { RecordsTableName = '', LedgerTableName = '' } = deployment.outputs;
    await faults.inject([RecordsTableName, LedgerTableName].map((table) => ({ table, operations: WRITES })));
    try {
      await pass(PERIODS, () => usage.report({ user: USER, records: 25 }));
    } finally {
      await faults.clear();
    }

    return async ({ follow }) => {
      await follow(
        'check [Function errors](#function-errors) of `record-usage` and *DynamoDB throttled*',
        async () => {
          const lines = await readLog(SERVICES.recordUsage, sinceMs);
          const throttled = lines.filter((line) => line.includes('ProvisionedThroughputExceeded'));
          expectThat(throttled.length > 0, `lines of the log that name the throttling: ${throttled.length}`);
        },
      );
      await follow('wait if the queue shrinks', () => usage.waitForCounted(USER));
      await queues.redeliverAfter();
    };
  },
};
