import type { Incident } from '../incident.ts';
import { crashingConsumer } from './crashing-consumer.ts';
import { expiredKey } from './expired-key.ts';
import { fullBulkQueue } from './full-bulk-queue.ts';
import { poisonMessages } from './poison-messages.ts';
import { silentSource } from './silent-source.ts';
import { stoppedAggregator } from './stopped-aggregator.ts';
import { throttledTables } from './throttled-tables.ts';
import { unknownModel } from './unknown-model.ts';
import { wrongClock } from './wrong-clock.ts';

export const INCIDENTS: readonly Incident[] = [
  poisonMessages,
  crashingConsumer,
  stoppedAggregator,
  fullBulkQueue,
  unknownModel,
  expiredKey,
  throttledTables,
  silentSource,
  wrongClock,
];
