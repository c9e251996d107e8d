import { Command } from '@commander-js/extra-typings';
import { type Context, globalOptions, withExamples } from '../command.ts';
import { UsageError } from '../errors.ts';
import { createPrinter } from '../output/printer.ts';
import { readConfig, writeConfig } from '../session/config-file.ts';
import { findLocalDeployment } from '../session/local-deployment.ts';
import { LOCAL } from '../session/target.ts';

/** `token-ledger profiles` */
export function profilesCommand(context: Context) {
  const command = new Command('profiles')
    .description('list the ledgers that are known, or choose the one in use')
    .option('--use <name>', 'use this profile from now on')
    .action(async (options, self) => {
      const { io } = context;
      const config = await readConfig(io);
      if (options.use !== undefined) {
        if (!config.profiles[options.use])
          throw new UsageError(`There is no profile ${JSON.stringify(options.use)}.`);
        await writeConfig(io, { ...config, current: options.use });
      }
      const current = options.use ?? config.current;
      const local = await findLocalDeployment(io.cwd);
      const known = Object.entries(config.profiles).map(([name, { url, accessKey, signIn }]) => ({
        name,
        url,
        // Never the secret itself.
        credentials: accessKey ? 'access key' : signIn ? 'sign-in' : 'none',
        inUse: name === current,
      }));
      const all = local
        ? [...known, { name: LOCAL, url: local.apiUrl, credentials: 'access key', inUse: known.length === 0 }]
        : known;
      await createPrinter(io, globalOptions(self).json ?? false).list(
        all,
        [
          { title: 'profile', value: ({ name }) => name },
          { title: 'ledger', value: ({ url }) => url },
          { title: 'credentials', value: ({ credentials }) => credentials },
          { title: '', value: ({ inUse }) => (inUse ? 'in use' : ''), format: () => 'green' },
        ],
        'No ledger is known. Run token-ledger login.',
      );
    });
  return withExamples(command, 'profiles', 'profiles --json');
}
