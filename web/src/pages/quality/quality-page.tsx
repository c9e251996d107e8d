import ContentLayout from '@cloudscape-design/components/content-layout';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParameters } from '../../parts/address.ts';
import { AsOf } from '../../parts/as-of.tsx';
import { RangePicker } from '../../parts/range-picker.tsx';
import { useMay } from '../../session/session-provider.tsx';
import { Checks } from './checks.tsx';
import { Conflicts } from './conflicts.tsx';
import { Coverage } from './coverage.tsx';
import { Findings } from './findings.tsx';
import { Health } from './health.tsx';
import { QUALITY_PARAMETERS, QUALITY_RANGE } from './parameters.ts';
import { Score } from './score.tsx';
import { QUALITY_RANGES, useQuality } from './use-quality.ts';

/** Whether the figures can be trusted, and what to do where they cannot. */
export default function QualityPage() {
  const { t } = useTranslation('quality');
  const [parameters, change] = useParameters(QUALITY_PARAMETERS);
  const may = useMay();
  const queries = useQueryClient();
  const { quality, range } = useQuality(parameters);
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={t('description')}
          actions={
            <AsOf
              asOf={quality.data?.asOf}
              isFetching={quality.isFetching}
              onRefresh={() => void queries.invalidateQueries()}
            />
          }
        >
          {t('title')}
        </Header>
      }
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
    </ContentLayout>
  );
}
