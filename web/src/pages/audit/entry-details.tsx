import KeyValuePairs, { type KeyValuePairsProps } from '@cloudscape-design/components/key-value-pairs';
import Modal from '@cloudscape-design/components/modal';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CopiedId } from '../../parts/copied-id.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { Instant } from '../../parts/times.tsx';
import { Actor, Outcome } from './columns.tsx';
import type { AuditEntry } from './matches.ts';

export interface EntryDetailsProps {
  readonly pages: { readonly isPending: boolean };
  /** Undefined until it is loaded, or if it is not among the loaded ones. */
  readonly entry: AuditEntry | undefined;
  readonly onClose: () => void;
}

/** Everything that the log has about one request. */
export function EntryDetails({ pages, entry, onClose }: EntryDetailsProps) {
  const { t } = useTranslation('audit');
  return (
    <Modal visible size="large" header={t('one')} onDismiss={onClose}>
      {entry ? (
        <Details entry={entry} />
      ) : pages.isPending ? (
        <Skeleton lines={6} />
      ) : (
        <EmptyState title={t('gone')}>{t('goneHint')}</EmptyState>
      )}
    </Modal>
  );
}

function Details({ entry }: { readonly entry: AuditEntry }) {
  const { t } = useTranslation('audit');
  const { at, actor, operation, target, targetName, sourceIp, userAgent, requestId, count, uncountedUntil } =
    entry;
  const copied = (label: string, id: string | undefined) =>
    pair(label, id && <CopiedId id={id} what={label} />);
  const pair = (label: string, value: ReactNode): KeyValuePairsProps.Item[] =>
    value === undefined ? [] : [{ label, value }];
  return (
    <KeyValuePairs
      columns={2}
      items={[
        ...pair(t('time'), <Instant at={at} />),
        ...pair(t('outcome'), <Outcome entry={entry} />),
        ...pair(t('actor'), <Actor actor={actor} />),
        ...copied(t('actorId'), actor.id),
        ...pair(t('operation'), operation),
        ...copied(t('target'), target),
        ...pair(t('targetName'), targetName),
        ...pair(t('address'), sourceIp),
        ...pair(t('userAgent'), userAgent),
        ...copied(t('requestId'), requestId),
        ...pair(t('count'), count),
        ...pair(t('uncountedUntil'), uncountedUntil && <Instant at={uncountedUntil} />),
      ]}
    />
  );
}
