import { afterAll, beforeAll } from '@jest/globals';
import { describeAsking } from '../browser/suites/asking.ts';
import { describeCallers } from '../browser/suites/callers.ts';
import { describeFilters } from '../browser/suites/filters.ts';
import { describeReaders } from '../browser/suites/readers.ts';
import { describeSecrets } from '../browser/suites/secrets.ts';
import { describeWidths } from '../browser/suites/widths.ts';
import { type ServedConsole, servedConsole } from '../browser/support/served-console.ts';

/* Every page of the console, in one browser over one ledger in memory. */

let served: ServedConsole;
beforeAll(async () => {
  served = await servedConsole();
});
afterAll(() => served.close());

describeCallers(() => served);
describeReaders(() => served);
describeFilters(() => served);
describeSecrets(() => served);
describeAsking(() => served);
describeWidths(() => served);
