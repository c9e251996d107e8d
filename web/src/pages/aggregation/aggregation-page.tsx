import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParameters } from '../../parts/address.ts';
import { PageContent } from '../../parts/page-content.tsx';
import { useMay, useSession } from '../../session/session-provider.tsx';
import { AGGREGATION_PARAMETERS } from './parameters.ts';
import { RebuildForm } from './rebuild-form.tsx';
import { RebuildProgress } from './rebuild-progress.tsx';
import { RunForm } from './run-form.tsx';
import { AggregationState } from './state.tsx';

/** What waits is watched closely: somebody who looks here waits for it. */
const REFRESH_STATE_MS = 15_000;

/** How statistics come from records: what waits, and how to sum again. */
export default function AggregationPage() {
  const { t } = useTranslation('aggregation');
  const [{ rebuild, do: asked }, change] = useParameters(AGGREGATION_PARAMETERS);
  const { api } = useSession();
  const may = useMay();
  const state = useQuery({
    queryKey: ['aggregations'],
    queryFn: ({ signal }) => api.get('/v1/aggregations', { signal }),
    refetchInterval: REFRESH_STATE_MS,
  });
  const close = () => change({ do: undefined });
  return (
    <PageContent
      title={t('title')}
      description={t('description')}
      current={{
        asOf: state.data?.asOf,
        isFetching: state.isFetching,
        onRefresh: () => void state.refetch(),
      }}
      actions={
        <>
          {may('startAggregation') && <Button onClick={() => change({ do: 'run' })}>{t('run.title')}</Button>}
          {may('startRebuild') && (
            <Button onClick={() => change({ do: 'rebuild' })}>{t('rebuild.title')}</Button>
          )}
        </>
      }
    >
      <SpaceBetween size="l">
        {rebuild !== undefined && may('getRebuild') && (
          <RebuildProgress key={rebuild} id={rebuild} onClose={() => change({ rebuild: undefined })} />
        )}
        <AggregationState state={state} />
      </SpaceBetween>
      {asked === 'run' && may('startAggregation') && <RunForm onClose={close} />}
      {asked === 'rebuild' && may('startRebuild') && (
        <RebuildForm onRunning={(id) => change({ rebuild: id, do: undefined })} onClose={close} />
      )}
    </PageContent>
  );
}
