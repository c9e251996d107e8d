/*
 * A process that does nothing, imports a bundle, or also has it answer once: node first-answer.ts <bare|import|answer> <bundle>
 * <service>. Prints its processor time in microseconds. Reading this file as TypeScript takes all three alike.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Bundle {
  readonly handler: (event: unknown, context: object) => Promise<Answer>;
}

/** Of the API, or to the queue. */
interface Answer {
  readonly statusCode?: number;
  readonly batchItemFailures?: readonly unknown[];
}

const [until, bundle = '', service = ''] = process.argv.slice(2);
if (until !== 'bare') {
  const { handler } = (await import(bundle)) as Bundle;
  if (until === 'answer') {
    const events = readFileSync(join(import.meta.dirname, 'events.json'), 'utf8');
    const event = (JSON.parse(events.replaceAll('NOW', new Date().toISOString())) as Record<string, unknown>)[
      service
    ];
    const context = { awsRequestId: 'first', getRemainingTimeInMillis: () => 60_000 };
    const { statusCode = 200, batchItemFailures = [] } = await handler(event, context);
    if (statusCode >= 300 || batchItemFailures.length > 0)
      throw new Error(`${service} failed: ${statusCode}.`);
  }
}
const { user, system } = process.cpuUsage();
process.stdout.write(`\n${user + system}`, () => process.exit(0));
