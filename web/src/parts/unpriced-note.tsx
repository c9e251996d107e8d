import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import { useTranslation } from 'react-i18next';
import { useMay, useSession } from '../session/session-provider.tsx';
import { addressOf } from './address.ts';
import type { Sum } from './figures.ts';
import { SentenceGap } from './sentence-gap.tsx';

export interface UnpricedNoteProps {
  /** How many requests have no price. Without any, there is nothing to note. */
  readonly count: Sum | bigint;
  readonly range: { readonly from: string; readonly to?: string };
}

/** What the + behind sums of costs says, with the way to the models that have no price. */
export function UnpricedNote({ count: unpriced, range }: UnpricedNoteProps) {
  const { t } = useTranslation('parts');
  const count = Number(unpriced);
  if (count === 0) return null;
  return (
    <Box variant="small" display="block" color="text-status-warning">
      {t('unpriced.footnote', { count })}
      <SentenceGap />
      <UnpricedModelsLink count={count} range={range} />
    </Box>
  );
}

/** Leads to the models without a price of a range, for those who may see them. `count` is how many requests have none. */
export function UnpricedModelsLink({
  count,
  range,
}: Pick<UnpricedNoteProps, 'range'> & { readonly count: number }) {
  const { t } = useTranslation('parts');
  const maySee = useMaySeeUnpriced();
  if (!maySee) return null;
  const { from, to } = range;
  return (
    <Link href={addressOf('/prices', { from, to })} fontSize="body-s">
      {t('unpriced.models', { count })}
    </Link>
  );
}

/** Whether the reader may see prices, and whose requests have none. */
export function useMaySeeUnpriced(): boolean {
  const may = useMay();
  const { me } = useSession();
  return may('getPrices') && may('getTopConsumers') && !me.ownUsageOnly;
}
