/*
 * Imports a bundle and has it answer once: node first-answer.js <bundle> <service>. Prints, in ms and as JSON, how long Node.js took to
 * start, and how long it took beyond that to the imported module and to the answer. JavaScript, and with modules required: nothing
 * is loaded here that would be measured or would spare the bundle its own loading.
 */
const started = now();
const { readFileSync } = process.getBuiltinModule('node:fs');
const { join } = process.getBuiltinModule('node:path');

const [bundle, service] = process.argv.slice(2);
const events = readFileSync(join(import.meta.dirname, 'events.json'), 'utf8');
const event = JSON.parse(events.replaceAll('NOW', new Date().toISOString()))[service];

const ready = now();
const { handler } = await import(bundle);
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

function since({ wall, cpu }) {
  const at = now();
  return { wall: at.wall - wall, cpu: at.cpu - cpu };
}
