import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { addressOf } from '../../parts/address.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Count } from '../../parts/figure.tsx';
import { NamedId } from '../../parts/named-id.tsx';
import { useIsNarrow } from '../../parts/narrow.tsx';
import { SourceName } from '../../parts/source-name.tsx';
import { Instant } from '../../parts/times.tsx';
import { useMay } from '../../session/session-provider.tsx';
import type { Conflict } from './answers.ts';
import styles from './conflict-details.module.css';

type Side = Conflict['recorded'];
interface Row {
  readonly name: string;
  readonly show: (side: Side) => ReactNode;
  readonly value: (side: Side) => string | number;
}

const COUNTERS = [
  'input',
  'output',
  'cacheCreation5m',
  'cacheCreation1h',
  'cacheCreationUnattributed',
  'cacheRead',
  'total',
] as const;
const TEXTS = ['requestId', 'otherName', 'model', 'status', 'serviceTier', 'inferenceGeo', 'speed'] as const;

/** Both sides of a conflict, with what differs marked. */
export function ConflictDetails({
  conflict,
  onClose,
}: {
  readonly conflict: Conflict;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('quality');
  const may = useMay();
  const isNarrow = useIsNarrow();
  const { recorded, reported, reason, accessKeyId, tiedTo } = conflict;
  const all: readonly Row[] = [
    ...TEXTS.map((name) => ({
      name: t(`conflict.fields.${name}`),
      show: (side: Side) => (name === 'status' ? t(`conflict.statuses.${side.status}`) : (side[name] ?? '–')),
      value: (side: Side) => side[name] ?? '',
    })),
    {
      name: t('conflict.fields.user'),
      show: ({ userId, userName }) => (userId === undefined ? '–' : <NamedId id={userId} name={userName} />),
      value: ({ userId }) => userId ?? '',
    },
    {
      name: t('conflict.fields.source'),
      show: ({ source }) => <SourceName source={source} />,
      value: ({ source }) => source,
    },
    {
      name: t('conflict.fields.receivedAt'),
      show: ({ receivedAt }) => <Instant at={receivedAt} />,
      value: ({ receivedAt }) => receivedAt,
    },
    ...COUNTERS.map((name) => ({
      name: t(`conflict.tokens.${name}`),
      show: ({ tokens }: Side) => <Count value={tokens[name]} />,
      value: ({ tokens }: Side) => tokens[name],
    })),
  ];
  const rows = all.filter(({ value }) => value(recorded) !== '' || value(reported) !== '');
  const side = (id: 'recorded' | 'reported', of: Side): Column<Row> => ({
    id,
    header: t(`conflict.${id}`),
    cell: ({ name, show, value }) => (
      <div className={styles.side}>
        {isNarrow && (
          <Box variant="small" display="block" color="text-body-secondary">
            {name}
          </Box>
        )}
        <Box {...(value(recorded) !== value(reported) && { fontWeight: 'bold' })}>{show(of)}</Box>
      </div>
    ),
    csv: ({ value }) => value(of),
  });
  return (
    <Modal
      visible
      size="large"
      header={t(`conflict.reasons.${reason}`)}
      onDismiss={onClose}
      footer={
        may('getRecords') && (
          <Box float="right">
            <Button
              href={addressOf('/records', {
                request: recorded.requestId,
                record: recorded.requestId,
                of: accessKeyId,
              })}
            >
              {t('conflict.record')}
            </Button>
          </Box>
        )
      }
    >
      <SpaceBetween size="m">
        <Alert type="info" header={t('finding.todo')}>
          {t(`conflict.todos.${reason}`)}
          {tiedTo !== undefined && ` ${t('conflict.tiedTo', { requestId: tiedTo })}`}
        </Alert>
        <DataTable
          title={t('conflict.sides')}
          variant="borderless"
          columns={[
            {
              id: 'field',
              header: t('conflict.field'),
              cell: ({ name }) => name,
              csv: ({ name }) => name,
              // The names stand above the values there, so that both sides have room.
              isShownNarrow: false,
            },
            side('recorded', recorded),
            side('reported', reported),
          ]}
          items={rows}
          rowId={({ name }) => name}
          isLoading={false}
          empty={null}
          wrapLines
          fileName="conflict"
        />
      </SpaceBetween>
    </Modal>
  );
}
