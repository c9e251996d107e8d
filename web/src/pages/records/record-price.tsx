import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { nanoDollars } from '@token-ledger/client/query';
import { useTranslation } from 'react-i18next';
import { addressOf } from '../../parts/address.ts';
import { showMoney } from '../../parts/figures.ts';
import { usePreferences } from '../../parts/preferences.ts';
import { useMaySeeUnpriced } from '../../parts/unpriced-note.tsx';
import { startOfHour } from '../../parts/zone-time.ts';
import { PriceLines } from './price-lines.tsx';
import type { UsageRecord } from './use-records.ts';

/** What the call cost, exactly, and what is special about its price. */
export function RecordPrice({ record: { cost, billedTo, occurredAt } }: { readonly record: UsageRecord }) {
  const { t } = useTranslation('records');
  const parts = useTranslation('parts').t;
  const { language } = usePreferences();
  const maySee = useMaySeeUnpriced();
  const isUnpriced = cost.unpriced.length > 0;
  return (
    <SpaceBetween size="xs">
      <Header variant="h3" description={t('priceHow')}>
        {t('price')}
      </Header>
      <KeyValuePairs
        columns={3}
        items={
          isUnpriced
            ? [
                { label: t('cost'), value: parts('unpriced.all') },
                ...(nanoDollars(cost.usd) > 0n
                  ? [{ label: t('knownPart'), value: showMoney(cost.usd, language).exact }]
                  : []),
              ]
            : [
                { label: t('cost'), value: showMoney(cost.usd, language).exact },
                { label: t('listCost'), value: showMoney(cost.listUsd, language).exact },
                { label: t('certainty'), value: t(cost.uncertain ? 'assumed' : 'known') },
              ]
        }
      />
      {cost.lines && <PriceLines lines={cost.lines} />}
      {isUnpriced && (
        <Alert
          type="warning"
          header={t('unpriced')}
          action={maySee && <Button href={addressOf('/prices', hourOf(occurredAt))}>{t('toPrices')}</Button>}
        >
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

/** The hour of a call: models without a price are listed by hours. */
function hourOf(occurredAt: string) {
  const startMs = startOfHour(Date.parse(occurredAt));
  return { from: new Date(startMs).toISOString(), to: new Date(startMs + 3_600_000).toISOString() };
}
