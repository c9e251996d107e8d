import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useTranslation } from 'react-i18next';
import { addressOf } from '../../parts/address.ts';
import { CallerName } from '../../parts/caller-name.tsx';
import { CopiedId } from '../../parts/copied-id.tsx';
import type { Column } from '../../parts/data-table.tsx';
import { NamedId, shortId } from '../../parts/named-id.tsx';
import { useIsNarrow } from '../../parts/narrow.tsx';
import { Instant, useZone } from '../../parts/times.tsx';
import { useSession } from '../../session/session-provider.tsx';
import { type AuditEntry, outcomeOf } from './matches.ts';

const TYPES = { done: 'success', refused: 'error', unfinished: 'warning' } as const;

/** What became of the request; for a refusal, the code of the problem. */
export function Outcome({ entry }: { readonly entry: AuditEntry }) {
  const { t } = useTranslation('audit');
  const kind = outcomeOf(entry);
  const { outcome, count = 1, uncountedUntil } = entry;
  return (
    <StatusIndicator type={TYPES[kind]}>
      {kind === 'refused' ? t('refusedWith', { code: outcome }) : t(`outcomes.${kind}`)}
      {uncountedUntil === undefined ? count > 1 && t('times', { count }) : t('timesAtLeast', { count })}
    </StatusIndicator>
  );
}

/** Who called. Without valid credentials, the id is only what the caller claimed. */
export function Actor({
  actor: { kind, id, userId, name },
  isShort = false,
}: Pick<AuditEntry, 'actor'> & { readonly isShort?: boolean }) {
  const { t } = useTranslation('audit');
  const { me } = useSession();
  const isKnown = kind !== 'unknown';
  const shown = isKnown ? (userId ?? id) : id;
  if (shown === undefined) return <span>{isKnown ? '–' : t('unknown')}</span>;
  if (isKnown && (name !== undefined || id === me.id))
    return <CallerName id={name === undefined ? me.id : shown} name={name} />;
  const text = isShort ? shortId(shown) : shown;
  return <CopiedId id={shown} what={t('actorId')} shown={isKnown ? text : t('claims', { id: text })} />;
}

/** What the list shows of each entry, and in its CSV file. */
export function useAuditColumns(onOpen: (entry: AuditEntry) => void): readonly Column<AuditEntry>[] {
  const { t } = useTranslation('audit');
  const zone = useZone();
  const isNarrow = useIsNarrow();
  return [
    {
      id: 'at',
      header: t('timeIn', { zone }),
      cell: (entry) => (
        <>
          <Link
            href={addressOf('/audit', { entry: entry.id })}
            onFollow={(event) => {
              event.preventDefault();
              onOpen(entry);
            }}
          >
            <Instant at={entry.at} withoutZone />
          </Link>
          {isNarrow && (
            <Box variant="small" display="block" color="text-body-secondary">
              {entry.operation}
            </Box>
          )}
        </>
      ),
      csv: ({ at }) => at,
    },
    {
      id: 'outcome',
      header: t('outcome'),
      cell: (entry) => <Outcome entry={entry} />,
      csv: ({ outcome }) => outcome,
    },
    {
      id: 'actor',
      header: t('actor'),
      cell: ({ actor }) => <Actor actor={actor} isShort />,
      csv: ({ actor }) => actor.id ?? actor.kind,
      isShownNarrow: false,
    },
    {
      id: 'operation',
      header: t('operation'),
      cell: ({ operation }) => operation,
      csv: ({ operation }) => operation,
      isShownNarrow: false,
    },
    {
      id: 'target',
      header: t('target'),
      cell: ({ target, targetName }) =>
        target === undefined ? '–' : <NamedId id={target} name={targetName} isShort />,
      csv: ({ target }) => target ?? '',
      isShownNarrow: false,
    },
    {
      id: 'count',
      header: t('count'),
      cell: ({ count = 1 }) => count,
      csv: ({ count = 1 }) => count,
      isFigure: true,
      isShown: false,
    },
    {
      id: 'address',
      isShownSnug: false,
      header: t('address'),
      cell: ({ sourceIp }) => sourceIp,
      csv: ({ sourceIp }) => sourceIp,
      isShownNarrow: false,
    },
    {
      id: 'userAgent',
      header: t('userAgent'),
      cell: ({ userAgent }) => userAgent ?? '–',
      csv: ({ userAgent }) => userAgent ?? '',
      isShown: false,
    },
    {
      id: 'requestId',
      header: t('requestId'),
      cell: ({ requestId }) => requestId,
      csv: ({ requestId }) => requestId,
      isShown: false,
    },
  ];
}
