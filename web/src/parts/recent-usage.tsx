import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMay, useSession } from '../session/session-provider.tsx';
import { addressOf } from './address.ts';
import { REFRESH_INTERVAL_MS } from './as-of.tsx';
import { Count } from './figure.tsx';
import { QueryState } from './query-state.tsx';
import { askedRange } from './range.ts';
import { RecordsLink } from './records-link.tsx';
import { useSettings } from './settings-context.tsx';
import { Spend } from './spend.tsx';
import { UnpricedNote } from './unpriced-note.tsx';
import { filterQuery } from './usage-filter-parameters.ts';
import { useNow } from './use-now.ts';

/** What one access key or user used lately, with the way to more. */
export function RecentUsage({
  filter,
}: {
  readonly filter: { readonly key: string } | { readonly user: string };
}) {
  const { t } = useTranslation('parts');
  const { api } = useSession();
  const may = useMay();
  const range = askedRange({}, useNow(), useSettings().reportingTimeZone);
  const query = { ...range, ...filterQuery(filter) };
  const overview = useQuery({
    queryKey: ['overview', query],
    enabled: may('getOverview'),
    queryFn: ({ signal }) => api.get('/v1/overview', { query, signal }),
    refetchInterval: REFRESH_INTERVAL_MS,
  });
  if (!may('getOverview')) return null;
  return (
    <Container header={<Header variant="h3">{t('usage30d.title')}</Header>}>
      <QueryState query={overview} lines={2}>
        {({ totals }) => (
          <SpaceBetween size="s">
            <KeyValuePairs
              columns={3}
              items={[
                { label: t('usage30d.spend'), value: <Spend sums={totals} /> },
                { label: t('usage30d.tokens'), value: <Count value={totals.tokens.total} /> },
                { label: t('usage30d.requests'), value: <Count value={totals.requests} /> },
              ]}
            />
            {totals.cost.unpricedRequests !== 0 && (
              <UnpricedNote count={totals.cost.unpricedRequests} range={range} />
            )}
            <SpaceBetween direction="horizontal" size="m">
              <Link href={addressOf('/overview', filter)}>{t('usage30d.overview')}</Link>
              <RecordsLink range={range} filter={filter}>
                {t('usage30d.records')}
              </RecordsLink>
            </SpaceBetween>
          </SpaceBetween>
        )}
      </QueryState>
    </Container>
  );
}
