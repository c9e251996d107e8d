/*
 * Imports a bundle and has it answer once: node first-answer.mjs <bundle> <service> <events>. Prints, in ms and as JSON, how long Node.js
 * took to start, and how long it took beyond that to the imported module and to the answer. Compiled before it runs, and with
 * modules required: nothing is loaded here that would be measured, or would spare the bundle its own loading.
 */
interface Bundle {
  readonly handler: (event: unknown, context: object) => Promise<Answer>;
}

/** Of the API, or to the queue. */
interface Answer {
  readonly statusCode?: number;
  readonly batchItemFailures?: readonly unknown[];
}

const started = now();
const { readFileSync } = process.getBuiltinModule('node:fs');
const [bundle = '', service = '', events = ''] = process.argv.slice(2);
const text = readFileSync(events, 'utf8').replaceAll('NOW', new Date().toISOString());
const event = (JSON.parse(text) as Record<string, unknown>)[service];

const ready = now();
const { handler } = (await import(bundle)) as Bundle;
const imported = since(ready);
const context = { awsRequestId: 'first', getRemainingTimeInMillis: () => 60_000 };
const { statusCode = 200, batchItemFailures = [] } = await handler(event, context);
const answered = since(ready);
if (statusCode >= 300 || batchItemFailures.length > 0) throw new Error(`${service} failed: ${statusCode}.`);
process.stdout.write(`\n${JSON.stringify({ started, imported, answered })}`, () => process.exit(0));

/** Since this process was started. */
function now() {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now(), cpu: (user + system) / 1000 };
}

function since({ wall, cpu }: ReturnType<typeof now>) {
  const at = now();
  return { wall: at.wall - wall, cpu: at.cpu - cpu };
}
