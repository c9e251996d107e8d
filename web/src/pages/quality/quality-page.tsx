import Grid from '@cloudscape-design/components/grid';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParameters } from '../../parts/address.ts';
import { PageContent } from '../../parts/page-content.tsx';
import { RangePicker } from '../../parts/range-picker.tsx';
import { useMay } from '../../session/session-provider.tsx';
import { Checks } from './checks.tsx';
import { Conflicts } from './conflicts.tsx';
import { Coverage } from './coverage.tsx';
import { Findings } from './findings.tsx';
import { Health } from './health.tsx';
import { QUALITY_PARAMETERS } from './parameters.ts';
import { QUALITY_RANGE, QUALITY_RANGES } from './quality-range.ts';
import { Score } from './score.tsx';
import { useQuality } from './use-quality.ts';

/** Whether the figures can be trusted, and what to do where they cannot. */
export default function QualityPage() {
  const { t } = useTranslation('quality');
  const [parameters, change] = useParameters(QUALITY_PARAMETERS);
  const may = useMay();
  const queries = useQueryClient();
  const { quality, range } = useQuality(parameters);
  return (
    <PageContent
      title={t('title')}
      description={t('description')}
      current={{
        asOf: quality.data?.asOf,
        isFetching: quality.isFetching,
        onRefresh: () => void queries.invalidateQueries(),
      }}
    >
      <SpaceBetween size="l">
        {may('getHealth') && <Health />}
        <Grid gridDefinition={[{ colspan: { default: 12, s: 5, l: 4 } }]}>
          <RangePicker
            range={parameters}
            otherwise={QUALITY_RANGE}
            offered={QUALITY_RANGES}
            onChange={change}
          />
        </Grid>
        <Score quality={quality} />
        <Checks quality={quality} />
        <Findings quality={quality} range={range} />
        <Coverage quality={quality} range={range} />
        {may('listConflicts') && (
          <Conflicts range={range} open={parameters.conflict} onOpen={(conflict) => change({ conflict })} />
        )}
      </SpaceBetween>
    </PageContent>
  );
}
