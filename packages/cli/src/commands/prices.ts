import { Command } from '@commander-js/extra-typings';
import type { components } from '@token-ledger/client/query';
import { type Context, globalOptions, names, sessionOf, withExamples } from '../command.ts';
import { confirmed, yesOption } from '../confirm.ts';
import { UsageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { counted, shortCount } from '../output/figures.ts';
import type { Column } from '../output/printer.ts';
import { createPrinter } from '../output/printer.ts';
import { showTime } from '../range/range.ts';
import { readJsonFile } from '../read-json-file.ts';

type Entry = components['schemas']['PriceEntry'];
type Override = components['schemas']['PriceOverride'];

/** `token-ledger prices` */
export function pricesCommand(context: Context) {
  return new Command('prices')
    .description('the price book and your company’s overrides')
    .addCommand(listCommand(context))
    .addCommand(overridesCommand(context))
    .addCommand(setCommand(context))
    .addCommand(compareCommand(context));
}

function listCommand(context: Context) {
  const command = new Command('list')
    .description('list prices in US dollars per million tokens')
    .option('--model <names>', 'only these models', names)
    .action(async (options, self) => {
      const { ledger, print, timeZone } = await sessionOf(context, self);
      const { models, webSearches, overrides, revision, appliesFrom } = await ledger.get('/v1/prices');
      const chosen = options.model ? models.filter(({ model }) => options.model?.includes(model)) : models;
      const price = (title: string, of: (entry: Entry) => string | undefined): Column<Entry> => ({
        title,
        value: (entry) => of(entry) ?? '',
        align: 'right',
      });
      const columns: readonly Column<Entry>[] = [
        { title: 'model', value: ({ model }) => model },
        price('input', ({ input }) => input),
        price('output', ({ output }) => output),
        price('write 5m', ({ cacheCreation5m }) => cacheCreation5m),
        price('write 1h', ({ cacheCreation1h }) => cacheCreation1h),
        price('read', ({ cacheRead }) => cacheRead),
        { title: 'from', value: ({ effectiveFrom }) => effectiveFrom ?? '' },
        { title: 'to', value: ({ effectiveTo }) => effectiveTo ?? '' },
        { title: 'also (input/output)', value: otherPrices },
      ];
      if (chosen.length > 0) await print.line('US dollars per million tokens');
      await print.list(chosen, columns, 'The price book has no such model.');
      if (!options.model)
        for (const { perThousand, effectiveFrom, effectiveTo } of webSearches)
          await print.line(
            ['1,000 web searches:', perThousand, 'US dollars', days(effectiveFrom, effectiveTo)]
              .join(' ')
              .trimEnd(),
          );
      print.note(
        `Price book ${revision}, in force from ${startText(appliesFrom, timeZone)}, with ${counted(overrides.length, 'override')} of your company.`,
      );
    });
  return withExamples(command, 'prices list', 'prices list --model claude-sonnet-5-5 --json');
}

/** The first price book applies from the epoch on, which is a date of no meaning. */
function startText(instant: string, timeZone: string): string {
  return Date.parse(instant) === 0 ? 'the beginning' : `${showTime(instant, timeZone)} ${timeZone}`;
}

/** What else the price of a call depends on: rows of one model may differ in nothing but this. */
function otherPrices({ above, fast, usSurcharge, doubtful }: Entry): string {
  const others = [
    above && `prompts over ${shortCount(above.promptTokens)} ${above.input}/${above.output}`,
    fast && `fast ${fast.input}/${fast.output}`,
    usSurcharge && 'in the US ×1.1',
    doubtful && 'doubtful',
  ];
  return others.filter(Boolean).join(', ');
}

function days(from = '', to = ''): string {
  return [from && `from ${from}`, to && `to ${to}`].filter(Boolean).join(' ');
}

function overridesCommand(context: Context) {
  const command = new Command('overrides')
    .description('list your company’s discounts and prices')
    .action(async (_, self) => {
      const { ledger, print } = await sessionOf(context, self);
      const { overrides } = await ledger.get('/v1/prices');
      const columns: readonly Column<Override>[] = [
        { title: 'model', value: ({ model }) => model },
        {
          title: 'sets',
          value: ({ prices, listPrices }) => (prices ? 'price' : listPrices ? 'list price' : 'discount'),
        },
        {
          title: 'discount',
          value: ({ discountBasisPoints: points }) => (points === undefined ? '' : `${points / 100}%`),
          align: 'right',
        },
        {
          title: 'input',
          value: ({ prices, listPrices }) => (prices ?? listPrices)?.input ?? '',
          align: 'right',
        },
        {
          title: 'output',
          value: ({ prices, listPrices }) => (prices ?? listPrices)?.output ?? '',
          align: 'right',
        },
        { title: 'from', value: ({ effectiveFrom }) => effectiveFrom ?? '' },
        { title: 'to', value: ({ effectiveTo }) => effectiveTo ?? '' },
      ];
      if (overrides.length > 0) await print.line('US dollars per million tokens');
      await print.list(overrides, columns, 'There are no overrides: list prices apply.');
    });
  return withExamples(command, 'prices overrides --json');
}

function setCommand(context: Context) {
  const command = new Command('set')
    .description('replace all overrides; they apply from the next full hour on')
    .argument('<file>', '{"overrides": […]} as in docs/pricing.md; - reads standard input')
    .addOption(yesOption())
    .action(async (file, options, self) => {
      const { io, ledger, print, timeZone } = await sessionOf(context, self);
      const given = (await readJsonFile(io, file)) as components['schemas']['PricesRequest'] | null;
      if (!Array.isArray(given?.overrides)) throw new UsageError(`${file} must be {"overrides": […]}.`);
      const before = await ledger.get('/v1/prices');
      await confirmed(
        io,
        options.yes,
        `Replace ${counted(before.overrides.length, 'override')} by ${given.overrides.length}?`,
      );
      // Refuses a change that another person made meanwhile.
      const body = { expectedRevision: before.revision, ...given };
      const prices = await ledger.put('/v1/prices', { body });
      await print.one(prices, [
        { title: 'price book', value: ({ revision }) => String(revision) },
        {
          title: 'applies from',
          value: ({ appliesFrom }) => startText(appliesFrom, timeZone),
        },
      ]);
      print.note('Earlier usage keeps its cost: token-ledger reprice changes it.');
    });
  return withExamples(command, 'prices set overrides.json --yes');
}

function compareCommand(context: Context) {
  const command = new Command('compare')
    .description(
      'compare the shipped list prices with the public tables whose files are named; needs no ledger',
    )
    .option('--litellm <file>', 'model_prices_and_context_window.json of LiteLLM')
    .option(
      '--genai-prices <file>',
      'genai_prices/data.py of the Python package genai-prices; needs Python 3.10 or newer',
    )
    .option(
      '--sdk <file>',
      'resources/messages/messages.d.ts of @anthropic-ai/sdk (default: that of the installed release)',
    )
    .option('--as-of <day>', 'the day whose prices are compared (default: today in UTC)')
    .action(async (options, self) => {
      const { comparePriceTables } = await import('../prices/compare-tables.ts');
      const day = options.asOf ?? new Date(context.io.nowMs()).toISOString().slice(0, 10);
      const { lines, differs } = await comparePriceTables({ ...options, day });
      const print = createPrinter(context.io, globalOptions(self).json ?? false);
      await print.list(
        lines.map((line) => ({ line })),
        [{ title: 'comparison', value: ({ line }) => line }],
        '',
      );
      if (differs) context.exitCode = EXIT.problem;
    });
  return withExamples(command, 'prices compare');
}
