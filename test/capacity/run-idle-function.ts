/* Starts a deployed function once, as its schedule does: node run-idle-function.ts <service> [event] [days ahead]. The log is the output. */

const [service = '', event = '{}', daysAhead = '0'] = process.argv.slice(2);
const { now } = Date;
Date.now = () => now() + Number(daysAhead) * 86_400_000;
const { handler } = await import(`../../functions/${service}/main.ts`);
await handler(JSON.parse(event), { getRemainingTimeInMillis: () => 60_000 });
