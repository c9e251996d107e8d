import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Count } from '../../parts/figure.tsx';
import { QueryState } from '../../parts/query-state.tsx';
import { Instant } from '../../parts/times.tsx';
import type { Quality } from './add-quality.ts';
import { Judgement } from './judgement.tsx';
import { ScoreOutcomes } from './score-outcomes.tsx';
import { ScoreTrend } from './score-trend.tsx';

/** What each night found out about the day before. */
export function Score({ quality }: { readonly quality: UseQueryResult<Quality> }) {
  const { t } = useTranslation('quality');
  return (
    <Container
      header={
        <Header variant="h2" description={t('score.hint')}>
          {t('score.title')}
        </Header>
      }
    >
      <QueryState query={quality} lines={6}>
        {({ history: { days } }) => {
          const latest = days.findLast(({ finishedAt }) => finishedAt !== undefined) ?? days.at(-1);
          if (!latest) return <EmptyState title={t('score.empty')}>{t('score.emptyHint')}</EmptyState>;
          const { date, finishedAt, figures, outcomes, pastDates } = latest;
          return (
            <SpaceBetween size="l">
              <KeyValuePairs
                columns={3}
                minColumnWidth={170}
                items={[
                  { label: t('score.latest', { date }), value: <Judgement {...latest} /> },
                  {
                    label: t('score.lastAudit'),
                    value: finishedAt === undefined ? t('score.underWay') : <Instant at={finishedAt} />,
                  },
                  {
                    label: t('score.pastDates'),
                    value: pastDates.length === 0 ? '–' : pastDates.join(t('separator', { ns: 'parts' })),
                  },
                  { label: t('score.compared'), value: <Count value={figures.compared} /> },
                  { label: t('score.repaired'), value: <Count value={figures.repaired} /> },
                  { label: t('score.kept'), value: <Count value={figures.kept} /> },
                ]}
              />
              <ScoreTrend days={days} />
              {outcomes.length > 0 && <ScoreOutcomes outcomes={outcomes} />}
            </SpaceBetween>
          );
        }}
      </QueryState>
    </Container>
  );
}
