import { useTranslation } from 'react-i18next';
import type { Column } from '../../parts/data-table.tsx';
import { filterOfPart } from '../../parts/division.ts';
import { ExploreLink } from '../../parts/explore-link.tsx';
import { showShare } from '../../parts/figures.ts';
import { exactMeasure, MeasureFigure } from '../../parts/measure-figure.tsx';
import { compareBigInts, MEASURES, type Measure, measureOf } from '../../parts/measures.ts';
import { PartName } from '../../parts/part-name.tsx';
import { linePeriodFor } from '../../parts/periods.ts';
import { usePreferences } from '../../parts/preferences.ts';
import { RecordsLink } from '../../parts/records-link.tsx';
import { Spend } from '../../parts/spend.tsx';
import { Course } from './course.tsx';
import type { Consumer, useRanking } from './use-ranking.ts';

/** Shown beside the measure that ranks. */
const BESIDE: readonly Measure[] = ['cost', 'total', 'requests'];

/** Rank, name, measure, share and course of each. Its name leads to Explore, its requests to their records. */
export function useConsumerColumns(ranked: ReturnType<typeof useRanking>): readonly Column<Consumer>[] {
  const { t } = useTranslation('top-consumers');
  const parts = useTranslation('parts').t;
  const { language } = usePreferences();
  const { division, measure, subject, lines } = ranked;
  const linkOf = ({ id }: Consumer) => ({
    range: subject.range,
    filter: filterOfPart(subject.filter, division, id),
  });
  // Of one model, the division by model would be one series. The bars are as long as the steps of the small line.
  const isOfOneModel = division === 'model' || subject.filter.model?.length === 1;
  const exploreLinkOf = (consumer: Consumer) => ({
    ...linkOf(consumer),
    more: { by: isOfOneModel ? 'feature' : 'model', measure, period: linePeriodFor(subject.span) },
  });
  const figure = (name: Measure): Column<Consumer> => ({
    id: name,
    header: parts(`measures.${name}`),
    cell: (consumer) => {
      if (name === 'cost') return <Spend sums={consumer} />;
      const shown = <MeasureFigure measure={name} sums={consumer} />;
      if (name !== 'requests' || consumer.requests === 0) return shown;
      return <RecordsLink {...linkOf(consumer)}>{shown}</RecordsLink>;
    },
    csv: (consumer) => exactMeasure(name, measureOf(consumer, name)),
    compare: (a, b) => compareBigInts(measureOf(a, name), measureOf(b, name)),
    isFigure: true,
    isShown: name === measure || BESIDE.includes(name),
    isShownNarrow: name === measure,
  });
  return [
    {
      id: 'rank',
      header: t('place'),
      cell: ({ rank }) => rank,
      csv: ({ rank }) => rank,
      isShownNarrow: false,
    },
    {
      id: 'id',
      header: parts(`filter.${division}`),
      cell: (consumer) => (
        <ExploreLink {...exploreLinkOf(consumer)}>
          <PartName division={division} id={consumer.id} name={consumer.name} isNarrow />
        </ExploreLink>
      ),
      csv: ({ id }) => id,
    },
    figure(measure),
    {
      id: 'share',
      header: t('share'),
      cell: ({ share }) => (share === null ? '–' : showShare(share, language)),
      csv: ({ share }) => share ?? '',
      compare: (a, b) => (a.share ?? 0) - (b.share ?? 0),
      isFigure: true,
    },
    ...BESIDE.filter((name) => name !== measure).map(figure),
    {
      id: 'course',
      header: t('course'),
      cell: ({ id }) => <Course line={lines?.get(id)} measure={measure} />,
      isShownNarrow: false,
    },
    ...MEASURES.filter((name) => name !== measure && !BESIDE.includes(name)).map(figure),
  ];
}
