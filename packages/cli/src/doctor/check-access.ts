import { LedgerProblem } from '@token-ledger/client/query';
import { type Check, failed, ok, warning } from './check.ts';

/** The description of the API needs no credentials. */
export const reach: Check = {
  name: 'reach',
  why: 'Nothing works without the API.',
  essential: true,
  async run({ session: { io, target } }) {
    const address = `${target.url}/v1/openapi.json`;
    let response: Response;
    try {
      response = await io.fetch(address, {
        signal: AbortSignal.any([io.signal, AbortSignal.timeout(15_000)]),
      });
    } catch {
      io.signal.throwIfAborted();
      return failed(
        `${target.url} does not answer.`,
        'Compare the address with the output ApiUrl of the stack; check DNS, proxy and firewall. Locally, run npm start.',
      );
    }
    const text = await response.text();
    if (!response.ok || !text.includes('"openapi"') || !text.includes('/v1/usage'))
      return failed(
        `${target.url} answers ${response.status}, and is not the API of Token Ledger.`,
        'Use the output ApiUrl of the stack, without /v1: token-ledger login --url <ApiUrl>.',
      );
    return ok(`${target.url} answers.`);
  },
};

export const credentials: Check = {
  name: 'credentials',
  why: 'Each command needs credentials with the scope of its route.',
  essential: true,
  async run({ session: { ledger, target } }) {
    const may: string[] = [];
    const mayNot: string[] = [];
    for (const [what, call] of [
      ['query', () => ledger.get('/v1/health')],
      ['administer', () => ledger.get('/v1/access-keys', { query: { limit: 1 } })],
    ] as const) {
      try {
        await call();
        may.push(what);
      } catch (error) {
        if (!(error instanceof LedgerProblem)) throw error;
        if (error.status === 401 || error.code === 'no_access_token')
          return failed(
            error.message,
            FIXES[error.code] ?? 'Run token-ledger login with a valid access key.',
          );
        if (error.status !== 403 && error.status !== 404) throw error;
        mayNot.push(what);
      }
    }
    const who = target.signIn ? 'the sign-in' : 'the access key';
    return mayNot.length === 0
      ? ok(`${who} of profile ${target.name} may ${may.join(' and ')}.`)
      : warning(
          `${who} of profile ${target.name} may not ${mayNot.join(' and not ')}, so not everything can be checked.`,
          'Use an access key with the scopes ingest, read and admin. Create it with an admin key, or with AWS credentials and --stage <name>: token-ledger keys create --name doctor --scopes ingest,read,admin',
        );
  },
};

const FIXES: Partial<Readonly<Record<LedgerProblem['code'], string>>> = {
  disabled_access_key: 'An admin can enable the key: token-ledger keys enable <id>. Or create another.',
  expired_credentials: 'Sign in again: token-ledger login --browser.',
  no_access_token: 'Sign in again: token-ledger login --browser.',
};
