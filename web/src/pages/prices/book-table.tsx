import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import DatePicker from '@cloudscape-design/components/date-picker';
import FormField from '@cloudscape-design/components/form-field';
import Link from '@cloudscape-design/components/link';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { showCount } from '../../parts/figures.ts';
import { useIsNarrow } from '../../parts/narrow.tsx';
import { usePreferences } from '../../parts/preferences.ts';
import { SentenceGap } from '../../parts/sentence-gap.tsx';
import { SLASH } from '../../parts/separators.ts';
import { Unbroken } from '../../parts/unbroken.tsx';
import { Days } from './days.tsx';
import { Price } from './price.tsx';
import { appliesOn, KINDS, type Kind, type PriceEntry, type Prices } from './price-book.ts';

export interface BookTableProps {
  readonly prices: UseQueryResult<Prices>;
  readonly day: string;
  readonly onDay: (day: string | undefined) => void;
}

/** The prices that hold on a day, before what your company pays. */
export function BookTable({ prices, day, onDay }: BookTableProps) {
  const { t } = useTranslation('prices');
  const { language } = usePreferences();
  const isNarrow = useIsNarrow();
  const kind = (name: Kind): Column<PriceEntry> => ({
    id: name,
    header: t(`kinds.${name}`),
    cell: ({ [name]: usd, above }) => (
      <>
        <Price usd={usd} />
        {above?.[name] !== undefined && (
          <Box variant="small" display="block" color="text-body-secondary">
            {t('above', { limit: showCount(above.promptTokens, language).short })}
            <SentenceGap />
            <Price usd={above[name]} />
          </Box>
        )}
      </>
    ),
    csv: ({ [name]: usd = '' }) => usd,
    compare: (a, b) => Number(a[name] ?? -1) - Number(b[name] ?? -1),
    isFigure: true,
    isShownNarrow: name === 'input' || name === 'output',
    // Their names are long: in less, they take three lines.
    ...(name.startsWith('cacheCreation') && { minWidth: 127 }),
  });
  const columns: readonly Column<PriceEntry>[] = [
    {
      id: 'model',
      header: t('model'),
      minWidth: isNarrow ? 130 : 150,
      cell: ({ model, doubtful }) => (
        <Box display="inline" fontSize={isNarrow ? 'body-s' : 'body-m'}>
          {model} {doubtful === true && <Badge color="severity-medium">{t('doubtful')}</Badge>}
        </Box>
      ),
      csv: ({ model }) => model,
      compare: (a, b) => a.model.localeCompare(b.model),
    },
    ...KINDS.map(kind),
    {
      id: 'days',
      header: t('days'),
      cell: (entry) => <Days of={entry} />,
      csv: ({ effectiveFrom = '', effectiveTo = '' }) => `${effectiveFrom}/${effectiveTo}`,
      isShownNarrow: false,
    },
    {
      id: 'fast',
      header: t('fast'),
      cell: ({ fast }) =>
        fast ? (
          <>
            <Price usd={fast.input} />
            {SLASH}
            <Price usd={fast.output} />
          </>
        ) : (
          '–'
        ),
      csv: ({ fast }) => (fast ? `${fast.input}/${fast.output}` : ''),
      isShown: false,
    },
    {
      id: 'source',
      isShownSnug: false,
      header: t('source'),
      cell: ({ source, asOf }) =>
        source.startsWith('https://') ? (
          <Unbroken>
            <Link href={source} external>
              {t('lookedUp', { day: asOf })}
            </Link>
          </Unbroken>
        ) : (
          <Unbroken>{t('lookedUp', { day: asOf })}</Unbroken>
        ),
      csv: ({ source }) => source,
      isShownNarrow: false,
    },
  ];
  return (
    <DataTable
      title={t('book')}
      description={t('bookHint')}
      columns={columns}
      columnsToChoose
      wrapLines
      items={(prices.data?.models ?? []).filter((entry) => appliesOn(entry, day))}
      rowId={({ model, effectiveFrom = '' }) => `${model} ${effectiveFrom}`}
      isLoading={prices.isPending}
      error={prices.error}
      onRetry={() => void prices.refetch()}
      pageSize={50}
      empty={t('noBook')}
      filter={
        <FormField label={t('on')} description={t('onHint')}>
          <DatePicker
            value={day}
            placeholder="YYYY/MM/DD"
            onChange={({ detail }) => onDay(detail.value === '' ? undefined : detail.value)}
          />
        </FormField>
      }
      fileName={`prices-${day}`}
    />
  );
}
