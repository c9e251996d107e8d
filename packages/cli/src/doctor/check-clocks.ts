import { type Check, failed, ok, skipped, warning } from './check.ts';

/** Half of the round trip is not known; and the header has full seconds. */
const NOTICED_MS = 30_000;
/** The ledger counts records further ahead at the time of receipt. */
const CLAMPED_MS = 5 * 60_000;
const FIX = 'Set the clock of this machine by NTP: timedatectl set-ntp true, or the settings of its system.';

export const clocks: Check = {
  name: 'clocks',
  why: 'Usage counts in the hour in which it occurred, by the clock of its reporter.',
  async run({ session: { io, target } }) {
    const before = io.nowMs();
    const { headers } = await io.fetch(`${target.url}/v1/openapi.json`, { method: 'GET', signal: io.signal });
    const after = io.nowMs();
    const theirs = Date.parse(headers.get('date') ?? '');
    if (Number.isNaN(theirs)) return skipped('the answer has no header Date.');
    const aheadMs = (before + after) / 2 - (theirs + 500);
    const seconds = Math.round(Math.abs(aheadMs) / 1000);
    const difference = `This machine is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} the ledger.`;
    if (Math.abs(aheadMs) > CLAMPED_MS) return failed(difference, FIX);
    return Math.abs(aheadMs) > NOTICED_MS ? warning(difference, FIX) : ok(difference);
  },
};
