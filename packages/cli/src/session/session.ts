import { createQueryClient, type QueryClient } from '@token-ledger/client/query';
import { CliError, refused } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { createPrinter, type Printer } from '../output/printer.ts';
import { findTarget, type Target } from './target.ts';

/** The options that every command takes. */
export interface GlobalOptions {
  readonly profile?: string;
  readonly json?: boolean;
  readonly timeZone?: string;
}

/** One command at work on one ledger. */
export interface Session {
  readonly io: Io;
  readonly target: Target;
  readonly ledger: QueryClient;
  readonly print: Printer;
  /** In which days and months are named and times are shown. */
  readonly timeZone: string;
}

/** @throws CliError if no ledger or no credentials are known */
export async function openSession(io: Io, options: GlobalOptions): Promise<Session> {
  const target = await findTarget(io, options.profile);
  return {
    io,
    target,
    ledger: ledgerOf(io, target),
    print: createPrinter(io, options.json ?? false),
    timeZone: timeZoneOf(io, options, target),
  };
}

function ledgerOf(io: Io, { name, url, accessKey, signIn }: Target): QueryClient {
  const common = { endpoint: url, fetch: withSignal(io) };
  if (accessKey !== undefined) return createQueryClient({ ...common, accessKey });
  if (signIn) {
    const accessToken = async () => (await import('./sign-in.ts')).currentToken(io, name, signIn);
    return createQueryClient({ ...common, accessToken });
  }
  throw new CliError(`The profile ${name} is signed out.`, 'Run token-ledger login.', EXIT.access);
}

/** Ctrl-C ends the request that is under way. */
function withSignal({ fetch, signal }: Io): typeof globalThis.fetch {
  return (input, init) => {
    const request = new Request(input, init);
    return fetch(new Request(request, { signal: AbortSignal.any([request.signal, signal]) }));
  };
}

function timeZoneOf(io: Io, options: GlobalOptions, target: Target): string {
  const timeZone = options.timeZone ?? io.env['TOKEN_LEDGER_TIME_ZONE'] ?? target.timeZone ?? 'UTC';
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch {
    throw refused('--time-zone', timeZone, 'an IANA name such as Europe/Berlin');
  }
}
