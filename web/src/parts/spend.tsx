import Box from '@cloudscape-design/components/box';
import { useTranslation } from 'react-i18next';
import { Money } from './figure.tsx';
import { showMoney } from './figures.ts';
import { type Sums, spendPerRequest } from './measures.ts';
import { usePreferences } from './preferences.ts';

/** What requests cost together; on hover and focus exact, with what one costs on average. */
export function Spend({ sums }: { readonly sums: Sums }) {
  const { t } = useTranslation('parts');
  const { language } = usePreferences();
  const usd = spendPerRequest(sums);
  const note = usd === undefined ? undefined : t('spend.note', { usd: showMoney(usd, language).short });
  return <Money usd={sums.cost.usd} note={note} />;
}

/** What a request costs on average, as a line below a chart's figures. Nothing where it is not known. */
export function SpendPerRequest({ sums }: { readonly sums: Sums | undefined }) {
  const { t } = useTranslation('parts');
  const usd = sums && spendPerRequest(sums);
  return (
    usd !== undefined && (
      <Box>
        {t('spend.perRequest')}{' '}
        <Box float="right">
          <Money usd={usd} />
        </Box>
      </Box>
    )
  );
}
