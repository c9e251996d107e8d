import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../parts/empty-state.tsx';
import { QueryState } from '../../parts/query-state.tsx';
import { RecordsLink } from '../../parts/records-link.tsx';
import { SentenceGap } from '../../parts/sentence-gap.tsx';
import { Instant } from '../../parts/times.tsx';
import { UnpricedModelsLink } from '../../parts/unpriced-note.tsx';
import { useMay } from '../../session/session-provider.tsx';
import { Amount, Spent } from './amount.tsx';
import { type Budget, filterOf } from './budget.ts';
import { BudgetAlerts } from './budget-alerts.tsx';
import { ScopeName } from './scope-name.tsx';
import { UsedBar } from './used-bar.tsx';

export interface BudgetDetailsProps {
  readonly query: UseQueryResult<{ readonly budgets: readonly Budget[] }>;
  /** Undefined until the answer is here, or if there is no such budget. */
  readonly budget: Budget | undefined;
  readonly onDo: (what: 'change' | 'delete') => void;
  readonly onClose: () => void;
}

/** One budget in its current period: what is spent, and which alerts were sent. */
export function BudgetDetails({ query, budget, onDo, onClose }: BudgetDetailsProps) {
  const { t } = useTranslation('budgets');
  const may = useMay();
  return (
    <Modal
      visible
      size="large"
      header={budget?.name ?? t('one')}
      onDismiss={onClose}
      footer={
        budget && (
          <Box float="right">
            <SpaceBetween direction="horizontal" size="xs">
              {may('deleteBudget') && <Button onClick={() => onDo('delete')}>{t('delete.action')}</Button>}
              {may('changeBudget') && (
                <Button variant="primary" onClick={() => onDo('change')}>
                  {t('change.action')}
                </Button>
              )}
            </SpaceBetween>
          </Box>
        )
      }
    >
      <QueryState query={query} lines={8}>
        {() =>
          budget ? (
            <SpaceBetween size="l">
              <Facts budget={budget} />
              <BudgetAlerts budget={budget} />
            </SpaceBetween>
          ) : (
            <EmptyState title={t('gone')}>{t('goneHint')}</EmptyState>
          )
        }
      </QueryState>
    </Modal>
  );
}

function Facts({ budget }: { readonly budget: Budget }) {
  const { t } = useTranslation('budgets');
  const { scope, unit, amount, period, webhook, updatedAt, current } = budget;
  const { from, to, left, exact, unpricedRequests } = current;
  const unpriced = Number(unpricedRequests ?? 0);
  return (
    <SpaceBetween size="m">
      <UsedBar budget={budget} />
      {!exact && <Alert type="info">{t('inexact')}</Alert>}
      {unpriced > 0 && (
        <Alert type="warning">
          {t('unpriced', { count: unpriced })}
          <SentenceGap />
          <UnpricedModelsLink count={unpriced} range={current} />
        </Alert>
      )}
      <KeyValuePairs
        columns={3}
        items={[
          {
            label: t('spent'),
            value: (
              <RecordsLink range={{ from, to }} filter={filterOf(scope)}>
                <Spent budget={budget} />
              </RecordsLink>
            ),
          },
          { label: t('amount'), value: <Amount unit={unit} value={amount} /> },
          { label: t('left'), value: <Amount unit={unit} value={left} /> },
          { label: t('scope'), value: <ScopeName scope={scope} /> },
          { label: t('period'), value: t(`periods.${period}`) },
          { label: t('unit'), value: t(`units.${unit}`) },
          { label: t('from'), value: <Instant at={from} /> },
          { label: t('to'), value: <Instant at={to} /> },
          { label: t('updated'), value: <Instant at={updatedAt} /> },
          { label: t('webhook'), value: webhook?.url ?? t('noWebhook') },
        ]}
      />
    </SpaceBetween>
  );
}
