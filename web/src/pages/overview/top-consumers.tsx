import Link from '@cloudscape-design/components/link';
import type { components } from '@token-ledger/client/query';
import { useTranslation } from 'react-i18next';
import { addressOf } from '../../parts/address.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ExploreLink } from '../../parts/explore-link.tsx';
import { Count } from '../../parts/figure.tsx';
import { showShare } from '../../parts/figures.ts';
import { NamedId } from '../../parts/named-id.tsx';
import { usePreferences } from '../../parts/preferences.ts';
import { RecordsLink } from '../../parts/records-link.tsx';
import { Spend } from '../../parts/spend.tsx';
import type { Subject } from '../../parts/subject.ts';
import { useMay } from '../../session/session-provider.tsx';
import type { useTop } from './use-top.ts';

type Consumer = components['schemas']['Consumer'];

export interface TopConsumersProps {
  readonly dimension: 'access_key' | 'user';
  readonly subject: Subject;
  readonly top: ReturnType<typeof useTop>;
}

/** Who costs most, and the way to their course and to everybody else. */
export function TopConsumers({ dimension, subject, top }: TopConsumersProps) {
  const { t } = useTranslation('overview');
  const { language } = usePreferences();
  const parameter = dimension === 'user' ? 'user' : 'key';
  const isNobody = ({ id }: Consumer) => dimension === 'user' && id === '-';
  const columns: readonly Column<Consumer>[] = [
    {
      id: 'who',
      header: t(`${dimension}.one`),
      cell: (consumer) =>
        isNobody(consumer) ? (
          t('withoutUser')
        ) : (
          <ExploreLink range={subject.range} filter={{ ...subject.filter, [parameter]: consumer.id }}>
            <NamedId id={consumer.id} name={consumer.name} isNarrow />
          </ExploreLink>
        ),
      csv: ({ id }) => id,
    },
    {
      id: 'cost',
      header: t('spend'),
      cell: (consumer) => <Spend sums={consumer} />,
      csv: ({ cost }) => cost.usd,
      isFigure: true,
    },
    {
      id: 'share',
      header: t('share'),
      cell: ({ share }) => (share === null ? '–' : showShare(share, language)),
      isFigure: true,
      isShownNarrow: false,
    },
    {
      id: 'tokens',
      header: t('tokens'),
      cell: ({ tokens }) => <Count value={tokens.total} />,
      csv: ({ tokens }) => tokens.total,
      isFigure: true,
      isShownNarrow: false,
    },
    {
      id: 'requests',
      header: t('requests'),
      cell: (consumer) =>
        isNobody(consumer) ? (
          <Count value={consumer.requests} />
        ) : (
          <RecordsLink range={subject.range} filter={{ ...subject.filter, [parameter]: consumer.id }}>
            <Count value={consumer.requests} />
          </RecordsLink>
        ),
      csv: ({ requests }) => requests,
      isFigure: true,
    },
  ];
  return (
    <DataTable
      title={t(`${dimension}.top`)}
      info={<AllConsumers parameter={parameter} subject={subject} top={top} />}
      columns={columns}
      items={top.data?.consumers ?? []}
      rowId={({ id }) => id}
      isLoading={top.isPending}
      error={top.error}
      onRetry={() => void top.refetch()}
      empty={<EmptyState title={t('nothingInRange')} />}
      fileName={`top-${dimension}`}
    />
  );
}

interface AllConsumersProps extends Pick<TopConsumersProps, 'subject' | 'top'> {
  readonly parameter: 'user' | 'key';
}

/** Leads to the whole ranking, if there is more than what is shown. */
function AllConsumers({ parameter: by, subject, top: { data } }: AllConsumersProps) {
  const { t } = useTranslation('overview');
  const may = useMay();
  if (!data || !may('getTopConsumers') || Number(data.matching) <= data.consumers.length) return null;
  // The ranking has a place for usage that names nobody, which is no user more.
  return (
    <Link variant="info" href={addressOf('/top-consumers', { ...subject.range, ...subject.filter, by })}>
      {t(Number(data.matching) > data.active ? 'allAndNobody' : 'allConsumers', { count: data.active })}
    </Link>
  );
}
