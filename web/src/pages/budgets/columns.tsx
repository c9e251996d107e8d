import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import { nanoDollars } from '@token-ledger/client/query';
import { useTranslation } from 'react-i18next';
import { addressOf } from '../../parts/address.ts';
import type { Column } from '../../parts/data-table.tsx';
import { useIsNarrow } from '../../parts/narrow.tsx';
import { RecordsLink } from '../../parts/records-link.tsx';
import { SLASH } from '../../parts/separators.ts';
import { Amount, Spent } from './amount.tsx';
import { type Budget, filterOf } from './budget.ts';
import { ScopeName } from './scope-name.tsx';
import { UsedBar } from './used-bar.tsx';

/** What the list shows of each budget, and in its CSV file. */
export function useBudgetColumns(onOpen: (budget: Budget) => void): readonly Column<Budget>[] {
  const { t } = useTranslation('budgets');
  const isNarrow = useIsNarrow();
  return [
    {
      id: 'name',
      header: t('name'),
      cell: (budget) => (
        <Link
          href={addressOf('/budgets', { budget: budget.id })}
          onFollow={(event) => {
            event.preventDefault();
            onOpen(budget);
          }}
        >
          {budget.name}
        </Link>
      ),
      csv: ({ name }) => name,
      compare: (a, b) => a.name.localeCompare(b.name),
    },
    {
      id: 'used',
      header: t('used'),
      cell: (budget) => (
        <>
          <UsedBar budget={budget} />
          {isNarrow && (
            <Box variant="small" display="block" color="text-body-secondary">
              <Spent budget={budget} />
              {SLASH}
              <Amount unit={budget.unit} value={budget.amount} />
            </Box>
          )}
        </>
      ),
      csv: ({ current }) => current.usedPercent,
      compare: (a, b) => a.current.usedPercent - b.current.usedPercent,
    },
    {
      id: 'spent',
      isShownNarrow: false,
      header: t('spent'),
      cell: (budget) => (
        <RecordsLink range={budget.current} filter={filterOf(budget.scope)}>
          <Spent budget={budget} />
        </RecordsLink>
      ),
      csv: ({ current }) => current.spent,
      compare: (a, b) => compareAmounts(a.current.spent, b.current.spent),
      isFigure: true,
    },
    {
      id: 'amount',
      isShownNarrow: false,
      header: t('amount'),
      cell: ({ unit, amount }) => <Amount unit={unit} value={amount} />,
      csv: ({ amount }) => amount,
      compare: (a, b) => compareAmounts(a.amount, b.amount),
      isFigure: true,
    },
    {
      id: 'unit',
      isShownNarrow: false,
      header: t('unit'),
      cell: ({ unit }) => t(`units.${unit}`),
      csv: ({ unit }) => unit,
      isShown: false,
    },
    {
      id: 'scope',
      isShownNarrow: false,
      header: t('scope'),
      cell: ({ scope }) => <ScopeName scope={scope} />,
      csv: ({ scope: { dimension, id } }) => (id === undefined ? dimension : `${dimension}:${id}`),
    },
    {
      id: 'period',
      isShownNarrow: false,
      header: t('period'),
      cell: ({ period }) => t(`periods.${period}`),
      csv: ({ period }) => period,
    },
    {
      id: 'alerts',
      isShownSnug: false,
      isShownNarrow: false,
      header: t('alerts'),
      cell: ({ current: { alerts }, thresholds }) =>
        t('alertsOf', { fired: alerts.length, count: thresholds.length }),
      csv: ({ current }) => current.alerts.map(({ threshold }) => threshold).join(' '),
      compare: (a, b) => a.current.alerts.length - b.current.alerts.length,
    },
  ];
}

/** Amounts of tokens are whole, and read as dollars they keep their order. */
function compareAmounts(a: string, b: string): number {
  const [left, right] = [nanoDollars(a), nanoDollars(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
