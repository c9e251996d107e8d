import Alert from '@cloudscape-design/components/alert';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useTranslation } from 'react-i18next';
import { showMoney } from '../../parts/figures.ts';
import { usePreferences } from '../../parts/preferences.ts';
import { PriceLines } from './price-lines.tsx';
import type { UsageRecord } from './use-records.ts';

/** What the call cost, exactly, and what is special about its price. */
export function RecordPrice({ record: { cost, billedTo } }: { readonly record: UsageRecord }) {
  const { t } = useTranslation('records');
  const { language } = usePreferences();
  return (
    <SpaceBetween size="xs">
      <Header variant="h3" description={t('priceHow')}>
        {t('price')}
      </Header>
      <KeyValuePairs
        columns={3}
        items={[
          { label: t('cost'), value: showMoney(cost.usd, language).exact },
          { label: t('listCost'), value: showMoney(cost.listUsd, language).exact },
          { label: t('certainty'), value: t(cost.uncertain ? 'assumed' : 'known') },
        ]}
      />
      {cost.lines && <PriceLines lines={cost.lines} />}
      {cost.unpriced.length > 0 && (
        <Alert type="warning" header={t('unpriced')}>
          <ul>
            {cost.unpriced.map((reason) => (
              <li key={reason}>{t(`unpricedReasons.${reason}`)}</li>
            ))}
          </ul>
        </Alert>
      )}
      {billedTo !== undefined && <Alert type="info">{t('billedElsewhere')}</Alert>}
    </SpaceBetween>
  );
}
