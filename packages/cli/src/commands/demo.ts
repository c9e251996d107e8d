import { Command } from '@commander-js/extra-typings';
import { type Context, sessionOf, wholeNumber, withExamples } from '../command.ts';
import { confirmed, yesOption } from '../confirm.ts';
import { counted } from '../output/figures.ts';

/** `token-ledger demo` */
export function demoCommand(context: Context) {
  const command = new Command('demo')
    .description('load a made-up month of three teams and 20 people, to look at')
    .option('--calls <count>', 'roughly how many calls', wholeNumber(100, 100_000), 4000)
    .option('--seed <number>', 'the same seed makes the same month', wholeNumber(0, 2 ** 32 - 1), 1)
    .addOption(yesOption())
    .action(async (options, self) => {
      const session = await sessionOf(context, self);
      const { io, print, target } = session;
      if (!target.local)
        await confirmed(
          io,
          options.yes,
          `Load made-up usage into ${target.url}? It cannot be removed from its statistics.`,
        );
      const { LATE_DEMO } = await import('../demo/demo-month.ts');
      const { loadDemo } = await import('../demo/load-demo.ts');
      const calls = await loadDemo(session, { nowMs: io.nowMs(), calls: options.calls, seed: options.seed });
      await print.one({ calls, teams: 3, people: 20 }, [
        { title: 'loaded', value: () => `${counted(calls, 'call')} of three teams` },
      ]);
      print.note(LATE_DEMO);
      print.note('Look at it: token-ledger top --by key, token-ledger top --by model, token-ledger trends');
    });
  return withExamples(command, 'demo', 'demo --calls 400');
}
