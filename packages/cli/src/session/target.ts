import { CliError, UsageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { type Config, readConfig, type SignIn } from './config-file.ts';
import { findLocalDeployment, type LocalDeployment } from './local-deployment.ts';

/** A ledger, and how to be let in. */
export interface Target {
  /** The profile, `environment` or `local`. */
  readonly name: string;
  readonly url: string;
  readonly accessKey?: string;
  readonly signIn?: SignIn;
  readonly timeZone?: string;
  /** The product of `npm start`, if this is it. */
  readonly local?: LocalDeployment;
}

/** The name of the product that runs on this machine. No profile can have it. */
export const LOCAL = 'local';
export const DEFAULT_PROFILE = 'default';

/**
 * Which ledger a command is about: `--profile`, else the environment variables, else the profile in use, else the product of
 * `npm start`. A key of the environment is never combined with the address of another source unless that is the only one.
 */
export async function findTarget(io: Io, profile: string | undefined): Promise<Target> {
  if (profile !== undefined) return namedTarget(io, profile);
  const fromEnvironment = await environmentTarget(io);
  if (fromEnvironment) return fromEnvironment;
  const config = await readConfig(io);
  const current = io.env['TOKEN_LEDGER_PROFILE'] || config.current;
  if (current !== undefined) return namedTarget(io, current, config);
  const local = await findLocalDeployment(io.cwd);
  if (local) return localTarget(local);
  throw new CliError(
    'No ledger is configured.',
    'Run token-ledger login, set TOKEN_LEDGER_URL and TOKEN_LEDGER_KEY, or run npm start in this repository.',
    EXIT.access,
  );
}

/** `TOKEN_LEDGER_KEY` alone is a key for the ledger in use; `TOKEN_LEDGER_URL` never gets the secrets of another ledger. */
async function environmentTarget(io: Io): Promise<Target | undefined> {
  const { TOKEN_LEDGER_URL: url, TOKEN_LEDGER_KEY: accessKey } = io.env;
  if (url) {
    if (!accessKey)
      throw new CliError(
        'TOKEN_LEDGER_URL is set, and TOKEN_LEDGER_KEY is not.',
        'Set both, or neither.',
        EXIT.access,
      );
    const known = checkedUrl('TOKEN_LEDGER_URL', url);
    const local = await findLocalDeployment(io.cwd);
    // npm start prints its address for these variables; any other address has nothing to do with it.
    return {
      ...(local?.apiUrl === known ? localTarget(local) : { url: known }),
      name: 'environment',
      accessKey,
    };
  }
  if (!accessKey) return undefined;
  const config = await readConfig(io);
  const current = io.env['TOKEN_LEDGER_PROFILE'] || config.current;
  const profile = current === undefined ? undefined : config.profiles[current];
  const local = profile ? undefined : await findLocalDeployment(io.cwd);
  const known = profile?.url ?? local?.apiUrl;
  if (known !== undefined) return { name: 'environment', url: known, accessKey, ...(local && { local }) };
  throw new CliError(
    'TOKEN_LEDGER_KEY is set, and TOKEN_LEDGER_URL is not.',
    'Set both, or neither.',
    EXIT.access,
  );
}

async function namedTarget(io: Io, name: string, known?: Config): Promise<Target> {
  if (name === LOCAL) {
    const local = await findLocalDeployment(io.cwd);
    if (local) return localTarget(local);
    throw new CliError(
      'The product does not run here.',
      'Run npm start in another terminal, and this command in the same repository.',
      EXIT.access,
    );
  }
  const { profiles } = known ?? (await readConfig(io));
  const profile = profiles[name];
  if (profile) return { name, ...profile };
  const names = [...Object.keys(profiles), LOCAL].join(', ');
  throw new UsageError(
    `There is no profile ${JSON.stringify(name)}.`,
    `There are: ${names}. token-ledger login adds one.`,
  );
}

function localTarget(local: LocalDeployment): Target {
  const timeZone = local.outputs['ReportingTimeZone'];
  return {
    name: LOCAL,
    url: local.apiUrl,
    accessKey: local.accessKey,
    local,
    ...(timeZone !== undefined && { timeZone }),
  };
}

/** @throws UsageError unless it is the address of a server; secrets must not go over the network in clear text */
export function checkedUrl(option: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLoopback = url !== undefined && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback))
    return text.replace(/\/+$/, '').replace(/\/v1$/, '');
  throw new UsageError(
    `${option} is ${JSON.stringify(text)}; it must be an https address, such as the output ApiUrl of the stack.`,
  );
}
