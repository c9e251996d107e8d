import type { Check } from './check.ts';
import { credentials, reach } from './check-access.ts';
import { activeAlarms, alarmSubscribers } from './check-alarms.ts';
import { clocks } from './check-clocks.ts';
import { functions } from './check-functions.ts';
import { gateway } from './check-gateway.ts';
import { overHttp, overSqs, overTelemetry } from './check-intake.ts';
import { prices } from './check-prices.ts';
import { deadLetters, queueAges } from './check-queues.ts';
import { quotas } from './check-quotas.ts';
import { retention } from './check-retention.ts';
import { rollUp, schedules } from './check-roll-up.ts';

/** In the order in which a deployment is examined: what everything needs first. */
export const CHECKS: readonly Check[] = [
  reach,
  clocks,
  credentials,
  overHttp,
  overTelemetry,
  overSqs,
  gateway,
  functions,
  deadLetters,
  queueAges,
  schedules,
  rollUp,
  activeAlarms,
  alarmSubscribers,
  prices,
  quotas,
  retention,
];
