import { Command } from '@commander-js/extra-typings';
import { createQueryClient, LedgerProblem } from '@token-ledger/client/query';
import { type Context, globalOptions, wholeNumber, withExamples } from '../command.ts';
import { refused, UsageError } from '../errors.ts';
import type { Io } from '../io.ts';
import { createPrinter } from '../output/printer.ts';
import { changeProfile, configPath, type Profile, readConfig, writeConfig } from '../session/config-file.ts';
import { checkedUrl, DEFAULT_PROFILE, LOCAL } from '../session/target.ts';

const REDIRECT_PORT = 8976;

/** `token-ledger login` */
export function loginCommand(context: Context) {
  const command = new Command('login')
    .description('remember a ledger, and an access key or your sign-in for it')
    .option(
      '--url <address>',
      'the output ApiUrl of the deployment (default: that of the profile, or TOKEN_LEDGER_URL)',
    )
    .option('--browser', 'sign in as a person, in the browser')
    .option('--issuer <address>', 'with --browser: who signs people in (default: as the deployment says)')
    .option('--client-id <id>', 'with --browser: the client of the issuer (default: as the deployment says)')
    .option(
      '--redirect-port <port>',
      'with --browser: the issuer must allow http://localhost:<port>/callback',
      wholeNumber(1024, 65_535),
      REDIRECT_PORT,
    )
    .option('--default-time-zone <name>', 'in which this profile names days, such as Europe/Berlin')
    .action(async (options, self) => {
      const { io } = context;
      const { json, profile = io.env['TOKEN_LEDGER_PROFILE'] || DEFAULT_PROFILE } = globalOptions(self);
      if (profile === LOCAL)
        throw new UsageError(
          `The profile ${LOCAL} is always npm start of this repository. Choose another name.`,
        );
      const stored = (await readConfig(io)).profiles[profile];
      const url = checkedUrl('--url', options.url ?? io.env['TOKEN_LEDGER_URL'] ?? stored?.url ?? '');
      const timeZone = checkedTimeZone(options.defaultTimeZone) ?? stored?.timeZone;
      const credentials = options.browser
        ? { signIn: await (await import('../session/sign-in.ts')).signIn(io, { url, ...options }) }
        : { accessKey: await readAccessKey(io) };
      const whatItMay = await check(io, url, credentials);
      const { profiles } = await changeProfile(io, profile, () => ({
        url,
        ...credentials,
        ...(timeZone !== undefined && { timeZone }),
      }));
      await writeConfig(io, { current: profile, profiles });
      const print = createPrinter(io, json ?? false);
      await print.one({ profile, url, file: configPath(io) }, [
        { title: 'profile', value: ({ profile }) => profile },
        { title: 'ledger', value: ({ url }) => url },
        { title: 'kept in', value: ({ file }) => `${file}, readable only by you` },
      ]);
      print.note(whatItMay);
    });
  return withExamples(
    command,
    'login --url https://abc123.execute-api.eu-central-1.amazonaws.com < key.txt',
    'login --profile prod --url https://abc123.execute-api.eu-central-1.amazonaws.com --browser',
  );
}

/** Never an option: other users of a machine see the arguments of its programs. */
async function readAccessKey(io: Io): Promise<string> {
  const given =
    io.env['TOKEN_LEDGER_KEY'] ||
    (io.terminal.input ? await io.askSecret('Access key (tl_…):') : await io.readInput());
  const key = given.trim();
  if (/^tl_[\w-]+$/.test(key)) return key;
  throw new UsageError(
    'That is no access key.',
    'It has the form tl_ak_…, and is typed, piped into standard input, or in TOKEN_LEDGER_KEY.',
  );
}

/** Keeps nothing that does not work. */
async function check(
  io: Io,
  url: string,
  { accessKey, signIn }: Pick<Profile, 'accessKey' | 'signIn'>,
): Promise<string> {
  const bearer = accessKey ?? signIn?.token ?? '';
  const ledger = createQueryClient({ endpoint: url, accessToken: () => bearer, fetch: io.fetch });
  try {
    await ledger.get('/v1/overview', { query: { from: new Date(io.nowMs() - 3_600_000).toISOString() } });
    return 'Try: token-ledger top';
  } catch (error) {
    // It is known, and may report or see its own usage only.
    if (error instanceof LedgerProblem && error.code === 'insufficient_scope')
      return 'This key may report usage, and not query it.';
    if (error instanceof LedgerProblem && error.code === 'not_visible')
      return 'You see your own usage: token-ledger stats --user <your id>';
    throw error;
  }
}

function checkedTimeZone(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    throw refused('--default-time-zone', name, 'an IANA name such as Europe/Berlin');
  }
}
