import Box from '@cloudscape-design/components/box';
import { useTranslation } from 'react-i18next';
import { Money } from './figure.tsx';
import { showMoney } from './figures.ts';
import { type Sums, spendPerRequest } from './measures.ts';
import { usePreferences } from './preferences.ts';
import { UnpricedNote, type UnpricedNoteProps } from './unpriced-note.tsx';

/** What requests cost together; on hover and focus exact, with what one costs on average. */
export function Spend({ sums }: { readonly sums: Sums }) {
  const { t } = useTranslation('parts');
  const { language } = usePreferences();
  const usd = spendPerRequest(sums);
  const note = usd === undefined ? undefined : t('spend.note', { usd: showMoney(usd, language).short });
  const { cost, requests } = sums;
  return <Money usd={cost.usd} unpriced={cost.unpricedRequests} requests={requests} note={note} />;
}

/** Below the figures of a period in a chart: what a request costs on average, or that it is not known, and why. */
export function PointSpend({ point }: { readonly point: (Sums & UnpricedNoteProps['range']) | undefined }) {
  const { t } = useTranslation('parts');
  const usd = point && spendPerRequest(point);
  if (!point) return null;
  if (usd === undefined) return <UnpricedNote count={point.cost.unpricedRequests} range={point} />;
  return (
    <Box>
      {t('spend.perRequest')}{' '}
      <Box float="right">
        <Money usd={usd} />
      </Box>
    </Box>
  );
}
