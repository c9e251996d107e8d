import { type ServedApiOptions, servedApi } from '../../support/served-api.ts';
import { fakeMachine, type Machine } from './fake-io.ts';

/** A machine that is signed in at the functions of all routes over one ledger in memory. */
export function servedMachine(
  options?: ServedApiOptions,
): Machine & { readonly api: ReturnType<typeof servedApi> } {
  const api = servedApi(options);
  const machine = fakeMachine({
    fetch: api.fetch as typeof globalThis.fetch,
    nowMs: api.harness.ledger.deps.clock,
    env: { TOKEN_LEDGER_URL: 'https://ledger.example.com', TOKEN_LEDGER_KEY: 'tl_ak_1_secret' },
  });
  return { ...machine, api };
}
