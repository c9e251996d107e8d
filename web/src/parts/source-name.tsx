import type { components } from '@token-ledger/client/query';
import { useTranslation } from 'react-i18next';

type Source = components['schemas']['Record']['source'];

/** How a call was captured, in the reader's language. */
export function SourceName({ source }: { readonly source: Source }) {
  const { t } = useTranslation('parts');
  return t(`sources.${source}`);
}
