import ExpandableSection from '@cloudscape-design/components/expandable-section';
import { type ReactNode, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';

/** As wide as a phone. */
const query = matchMedia('(max-width: 600px)');

export function useIsNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => query.matches);
}

function subscribe(changed: () => void): () => void {
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}

/** Choices that narrow screens show only on request, as they would fill the screen above what they are about. */
export function FoldedIfNarrow({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('parts');
  if (!useIsNarrow()) return children;
  return <ExpandableSection headerText={t('filters.more')}>{children}</ExpandableSection>;
}
