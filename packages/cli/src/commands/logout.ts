import { Command } from '@commander-js/extra-typings';
import { type Context, globalOptions, withExamples } from '../command.ts';
import { createPrinter } from '../output/printer.ts';
import { changeProfile, type Profile, readConfig } from '../session/config-file.ts';
import { DEFAULT_PROFILE } from '../session/target.ts';

/** `token-ledger logout` */
export function logoutCommand(context: Context) {
  const command = new Command('logout')
    .description('forget the access key or sign-in of a profile; its address stays')
    .action(async (_, self) => {
      const { io } = context;
      const { json, profile } = globalOptions(self);
      const name =
        profile ?? (io.env['TOKEN_LEDGER_PROFILE'] || (await readConfig(io)).current) ?? DEFAULT_PROFILE;
      const { profiles } = await readConfig(io);
      const { signIn } = profiles[name] ?? {};
      if (profiles[name]) await changeProfile(io, name, (stored) => stored && forget(stored));
      if (signIn?.refreshToken !== undefined)
        await (await import('../session/sign-in.ts')).revoke(io, signIn);
      await createPrinter(io, json ?? false).one({ profile: name, signedOut: true }, [
        { title: 'signed out', value: ({ profile }) => profile },
      ]);
    });
  return withExamples(command, 'logout', 'logout --profile prod');
}

function forget({ url, timeZone }: Profile): Profile {
  return { url, ...(timeZone !== undefined && { timeZone }) };
}
