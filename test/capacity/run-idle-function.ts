/* Starts a deployed function once, as its schedule does: node run-idle-function.ts <service> [event]. The log is the output. */

const [service = '', event = '{}'] = process.argv.slice(2);
const { handler } = await import(`../../functions/${service}/main.ts`);
await handler(JSON.parse(event), { getRemainingTimeInMillis: () => 60_000 });
