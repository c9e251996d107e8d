import ExpandableSection from '@cloudscape-design/components/expandable-section';
import { type ReactNode, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { Room } from './shown-columns.ts';

/** As wide as a phone. */
const narrow = matchMedia('(max-width: 600px)');
/** A small laptop, where the navigation takes a quarter. */
const snug = matchMedia('(max-width: 1400px)');

export function useIsNarrow(): boolean {
  return useRoom() === 'narrow';
}

/** How much room tables have. */
export function useRoom(): Room {
  return useSyncExternalStore(subscribe, () => (narrow.matches ? 'narrow' : snug.matches ? 'snug' : 'wide'));
}

function subscribe(changed: () => void): () => void {
  for (const query of [narrow, snug]) query.addEventListener('change', changed);
  return () => {
    for (const query of [narrow, snug]) query.removeEventListener('change', changed);
  };
}

/** Choices that narrow screens show only on request, as they would fill the screen above what they are about. */
export function FoldedIfNarrow({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('parts');
  if (!useIsNarrow()) return children;
  return <ExpandableSection headerText={t('filters.more')}>{children}</ExpandableSection>;
}
