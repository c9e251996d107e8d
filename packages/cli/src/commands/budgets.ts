import { Command, Option } from '@commander-js/extra-typings';
import type { components } from '@token-ledger/client/query';
import { type Context, names, sessionOf, withExamples } from '../command.ts';
import { confirmed, yesOption } from '../confirm.ts';
import { DIMENSIONS } from '../dimensions.ts';
import { refused } from '../errors.ts';
import { costText } from '../measures.ts';
import { named, percent, shortCount, shortUsd } from '../output/figures.ts';
import type { Column } from '../output/printer.ts';
import { showTime } from '../range/range.ts';

type Budget = components['schemas']['Budget'];

/** `token-ledger budgets` */
export function budgetsCommand(context: Context) {
  return new Command('budgets')
    .description('budgets, and what is spent of them')
    .addCommand(listCommand(context))
    .addCommand(showCommand(context))
    .addCommand(createCommand(context))
    .addCommand(removeCommand(context));
}

function listCommand(context: Context) {
  const command = new Command('list')
    .description('list budgets with their spending, and which thresholds were reached when')
    .action(async (_, self) => {
      const { ledger, print, timeZone } = await sessionOf(context, self);
      const { budgets } = await ledger.get('/v1/budgets');
      const columns: readonly Column<Budget>[] = [
        { title: 'id', value: ({ id }) => id },
        { title: 'name', value: ({ name }) => name },
        { title: 'of', value: scopeOf },
        { title: 'period', value: ({ period }) => period },
        { title: 'spent', value: (budget) => spent(budget), align: 'right' },
        { title: 'amount', value: (budget) => amount(budget, budget.amount), align: 'right' },
        {
          title: 'used',
          value: ({ current }) => percent(current.usedPercent / 100),
          align: 'right',
          format: ({ current }) => (current.usedPercent >= 100 ? 'red' : undefined),
        },
        {
          title: `reached (${timeZone})`,
          value: ({ current }) =>
            current.alerts
              .map(({ threshold, firedAt }) => `${threshold}% ${showTime(firedAt, timeZone)}`)
              .join(', '),
        },
      ];
      await print.list(budgets, columns, 'There are no budgets.');
    });
  return withExamples(command, 'budgets list');
}

function showCommand(context: Context) {
  const command = new Command('show')
    .description('one budget, with its alerts')
    .argument('<id>')
    .action(async (id, _, self) => {
      const { ledger, print } = await sessionOf(context, self);
      const budget = await ledger.get('/v1/budgets/{id}', { path: { id } });
      await print.one(budget, [
        ...FIELDS,
        { title: 'left', value: (shown) => withUnit(shown, shown.current.left) },
        {
          title: 'alerts',
          value: ({ current }) =>
            current.alerts.map(({ threshold, firedAt }) => `${threshold}% at ${firedAt}`).join(', '),
        },
      ]);
    });
  return withExamples(command, 'budgets show kT3xPq0aVb9LwZ1c');
}

function createCommand(context: Context) {
  const command = new Command('create')
    .description('create a budget')
    .requiredOption('--name <name>')
    .requiredOption('--amount <amount>', 'dollars such as 250.00, or tokens with --unit tokens')
    .addOption(new Option('--unit <unit>').choices(['USD', 'tokens'] as const).default('USD' as const))
    .addOption(
      new Option('--period <period>')
        .choices(['daily', 'weekly', 'monthly'] as const)
        .default('monthly' as const),
    )
    .addOption(
      new Option('--of <dimension>')
        .choices(['all', 'key', 'user', 'model', 'feature'] as const)
        .default('all' as const),
    )
    .option('--id <id>', 'which access key, user, model or feature')
    .option('--thresholds <percents>', 'when it warns, in percent (default: 50,80,100)', names)
    .option('--webhook <url>', 'also send alerts to this https address')
    .action(async (options, self) => {
      const { ledger, print } = await sessionOf(context, self);
      const body = {
        name: options.name,
        scope: { dimension: DIMENSIONS[options.of], ...(options.id !== undefined && { id: options.id }) },
        period: options.period,
        unit: options.unit,
        amount: options.amount,
        thresholds: (options.thresholds ?? ['50', '80', '100']).map(percentOf),
        ...(options.webhook !== undefined && { webhook: { url: options.webhook } }),
      };
      const budget = await ledger.post('/v1/budgets', { body });
      await print.one(budget, [
        ...FIELDS,
        { title: 'webhook secret', value: ({ webhook }) => webhook?.secret ?? '' },
      ]);
    });
  return withExamples(
    command,
    'budgets create --name "All usage" --amount 250',
    'budgets create --name Ada --of user --id u_42 --amount 50 --thresholds 80,100',
  );
}

function removeCommand(context: Context) {
  const command = new Command('remove')
    .description('delete a budget')
    .argument('<id>')
    .addOption(yesOption())
    .action(async (id, options, self) => {
      const { io, ledger, print } = await sessionOf(context, self);
      await confirmed(io, options.yes, `Delete budget ${id}? It warns nobody any more.`);
      await ledger.delete('/v1/budgets/{id}', { path: { id } });
      await print.one({ id, deleted: true }, [{ title: 'deleted', value: ({ id }) => id }]);
    });
  return withExamples(command, 'budgets remove kT3xPq0aVb9LwZ1c --yes');
}

/** What a budget is, and how much of it is used. */
const FIELDS: readonly Column<Budget>[] = [
  { title: 'budget', value: ({ id, name }) => named(id, name) },
  { title: 'of', value: scopeOf },
  { title: 'amount', value: (budget) => `${withUnit(budget, budget.amount)} ${budget.period}` },
  {
    title: 'spent',
    value: (budget) => `${spent(budget, withUnit)} (${percent(budget.current.usedPercent / 100)})`,
  },
  {
    title: 'thresholds',
    value: ({ thresholds }) => thresholds.map((threshold) => `${threshold}%`).join(', '),
  },
];

function scopeOf({ scope: { dimension, id, name } }: Pick<Budget, 'scope'>): string {
  return id === undefined ? 'all usage' : `${dimension.replace('_', ' ')} ${named(id, name)}`;
}

function spent(budget: Budget, show = amount): string {
  const { spent, unpricedRequests = 0 } = budget.current;
  return budget.unit === 'USD' ? costText({ cost: { usd: spent, unpricedRequests } }) : show(budget, spent);
}

function amount({ unit }: Pick<Budget, 'unit'>, value: string): string {
  return unit === 'USD' ? shortUsd(value) : shortCount(value);
}

/** The same where no column says the unit. */
function withUnit(budget: Pick<Budget, 'unit'>, value: string): string {
  return budget.unit === 'USD' ? amount(budget, value) : `${amount(budget, value)} tokens`;
}

function percentOf(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw refused('--thresholds', text, 'whole percents such as 50,80,100');
}
