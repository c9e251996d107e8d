import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import type { components } from '@token-ledger/client/query';
import { useTranslation } from 'react-i18next';
import { addressOf } from '../../parts/address.ts';
import { REFRESH_INTERVAL_MS } from '../../parts/as-of.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { markUnpriced, showCount, showMoney, showShare } from '../../parts/figures.ts';
import { FillBar } from '../../parts/fill-bar.tsx';
import { usePreferences } from '../../parts/preferences.ts';
import { QueryState } from '../../parts/query-state.tsx';
import { DOT } from '../../parts/separators.ts';
import { useSession } from '../../session/session-provider.tsx';

type Budget = components['schemas']['Budgets']['budgets'][number];

/** From this share of its amount, a budget is worth a look. */
const RISKY_PERCENT = 80;
const SHOWN = 5;

/** The budgets that are nearly spent, the fullest first. */
export function BudgetsAtRisk() {
  const { t } = useTranslation('overview');
  const { api } = useSession();
  const budgets = useQuery({
    queryKey: ['budgets'],
    queryFn: ({ signal }) => api.get('/v1/budgets', { signal }),
    refetchInterval: REFRESH_INTERVAL_MS,
  });
  return (
    <Container header={<Header variant="h2">{t('budgets')}</Header>} fitHeight>
      <QueryState query={budgets}>
        {({ budgets: all }) => {
          const risky = all
            .filter(({ current }) => current.usedPercent >= RISKY_PERCENT)
            .toSorted((a, b) => b.current.usedPercent - a.current.usedPercent);
          if (all.length === 0) return <EmptyState title={t('noBudgets')}>{t('noBudgetsHint')}</EmptyState>;
          if (risky.length === 0)
            return <Box>{t('noRisk', { count: all.length, percent: RISKY_PERCENT })}</Box>;
          return (
            <SpaceBetween size="m">
              {risky.slice(0, SHOWN).map((budget) => (
                <BudgetBar key={budget.id} budget={budget} />
              ))}
            </SpaceBetween>
          );
        }}
      </QueryState>
    </Container>
  );
}

function BudgetBar({ budget: { id, name, unit, amount, period, current } }: { readonly budget: Budget }) {
  const { t } = useTranslation('overview');
  const { language } = usePreferences();
  const show = (value: string) =>
    unit === 'USD' ? showMoney(value, language).short : showCount(value, language).short;
  return (
    <div>
      <Link href={addressOf('/budgets', { budget: id })}>{name}</Link>
      <FillBar
        label={name}
        percent={current.usedPercent}
        text={[
          showShare(current.usedPercent / 100, language),
          t('budgetUse', {
            spent: markUnpriced(show(current.spent), current.unpricedRequests),
            amount: show(amount),
            period: t(`periods.${period}`),
          }),
        ].join(DOT)}
      />
    </div>
  );
}
