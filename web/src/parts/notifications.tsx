import type { FlashbarProps } from '@cloudscape-design/components/flashbar';
import { lazy, type ReactNode, Suspense, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';

// Most pages have nothing to say.
const Flashbar = lazy(() => import('@cloudscape-design/components/flashbar'));

export interface Notification {
  readonly type: 'success' | 'error' | 'info' | 'warning';
  readonly header?: string;
  readonly content: ReactNode;
}

let shown: readonly FlashbarProps.MessageDefinition[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

/** Shows a message above the page until the reader dismisses it. */
export function notify({ type, header, content }: Notification): void {
  lastId += 1;
  const id = String(lastId);
  // The newest first: of a stack, only the first one shows.
  replace([
    { id, type, header, content, dismissible: true, onDismiss: () => dismiss(id) },
    ...shown.slice(0, 4),
  ]);
}

export function Notifications() {
  const { t } = useTranslation('parts');
  const items = useSyncExternalStore(subscribe, () => shown);
  if (items.length === 0) return null;
  return (
    <Suspense fallback={null}>
      <Flashbar items={items.map((item) => ({ ...item, dismissLabel: t('dismiss') }))} stackItems />
    </Suspense>
  );
}

function dismiss(id: string): void {
  replace(shown.filter((item) => item.id !== id));
}

function replace(items: typeof shown): void {
  shown = items;
  for (const listener of listeners) listener();
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}
