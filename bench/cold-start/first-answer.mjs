/*
 * A process that does nothing, imports a bundle, or also has it answer once: node first-answer.mjs <bare|import|answer> <bundle>
 * <service>. Prints its processor time in microseconds. No TypeScript, whose stripping would be measured too; the event is read from a file for the same reason.
 */
const [until, bundle, service] = process.argv.slice(2);
if (until !== 'bare') {
  const { handler } = await import(bundle);
  if (until === 'answer') {
    const { default: events } = await import('./events.json', { with: { type: 'json' } });
    const text = JSON.stringify(events[service]).replaceAll('NOW', new Date().toISOString());
    const answer = await handler(JSON.parse(text), {
      awsRequestId: 'first',
      getRemainingTimeInMillis: () => 60_000,
    });
    const { statusCode = 200, batchItemFailures = [] } = answer;
    if (statusCode >= 300 || batchItemFailures.length > 0) throw new Error(JSON.stringify(answer));
  }
}
const { user, system } = process.cpuUsage();
process.stdout.write(`\n${user + system}`, () => process.exit(0));
