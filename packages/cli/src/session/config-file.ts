import { chmod, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod/mini';
import { CliError } from '../errors.ts';
import type { Io } from '../io.ts';

const signInSchema = z.object({
  issuer: z.string(),
  clientId: z.string(),
  /** What the ledger accepts; it ends at `expiresAt`. */
  token: z.string(),
  expiresAt: z.number(),
  refreshToken: z.exactOptional(z.string()),
  /** Which token of the issuer it is. */
  use: z.enum(['access', 'id']),
  /** Those of an issuer that are not discovered. */
  endpoints: z.exactOptional(
    z.object({ authorization: z.string(), token: z.string(), revocation: z.string() }),
  ),
});

const profileSchema = z.object({
  url: z.string(),
  accessKey: z.exactOptional(z.string()),
  signIn: z.exactOptional(signInSchema),
  timeZone: z.exactOptional(z.string()),
});

const configSchema = z.object({
  current: z.exactOptional(z.string()),
  profiles: z.record(z.string(), profileSchema),
});

export type SignIn = z.infer<typeof signInSchema>;
export type Profile = z.infer<typeof profileSchema>;
export type Config = z.infer<typeof configSchema>;

/** Where profiles are, by the XDG base directory specification. */
export function configPath({ env, home }: Pick<Io, 'env' | 'home'>): string {
  return join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'token-ledger', 'config.json');
}

/** The profiles; none before the first sign-in. */
export async function readConfig(io: Io): Promise<Config> {
  const path = configPath(io);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return { profiles: {} };
  await warnIfOpen(path, io);
  try {
    return z.parse(configSchema, JSON.parse(text));
  } catch {
    throw new CliError(
      `${path} is not a configuration of token-ledger.`,
      'Mend the file or delete it, then run token-ledger login.',
    );
  }
}

/** Replaces the file as a whole, readable only by its owner from its first byte on. */
export async function writeConfig(io: Io, config: Config): Promise<void> {
  const path = configPath(io);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const written = `${path}.${process.pid}`;
  await writeFile(written, `${JSON.stringify(config, undefined, 2)}\n`, { mode: 0o600 });
  await rename(written, path);
}

/** Changes one profile, or removes it. */
export async function changeProfile(
  io: Io,
  name: string,
  change: (profile: Profile | undefined) => Profile | undefined,
): Promise<Config> {
  const { profiles, current } = await readConfig(io);
  const { [name]: profile, ...others } = profiles;
  const changed = change(profile);
  const next = {
    ...(current !== undefined && { current }),
    profiles: changed ? { ...others, [name]: changed } : others,
  };
  await writeConfig(io, next);
  return next;
}

/** Secrets that others may read are no secrets; the mode is mended, and the owner hears about it. */
async function warnIfOpen(path: string, io: Io): Promise<void> {
  if (process.platform === 'win32') return;
  const { mode } = await stat(path);
  if ((mode & 0o077) === 0) return;
  await chmod(path, 0o600);
  io.err(
    `${path} was readable by others and has secrets. It is now readable only by you; rotate its access keys.\n`,
  );
}
