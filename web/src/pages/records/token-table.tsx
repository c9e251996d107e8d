import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import { useTranslation } from 'react-i18next';
import { FigureHeader } from '../../parts/figure-header.tsx';
import { showCount } from '../../parts/figures.ts';
import { usePreferences } from '../../parts/preferences.ts';
import type { UsageRecord } from './use-records.ts';

const KINDS = [
  'input',
  'output',
  'cacheCreation5m',
  'cacheCreation1h',
  'cacheCreationUnattributed',
  'cacheRead',
  'total',
  'effective',
] as const;

const FIGURE_WIDTH = 160;

/** Every counter of a call: billed, and as the response reported it if that differs. */
export function TokenTable({ record: { tokens, reportedTokens } }: { readonly record: UsageRecord }) {
  const { t } = useTranslation('records');
  const { language } = usePreferences();
  const exact = (value: number | string) => <Box textAlign="right">{showCount(value, language).exact}</Box>;
  return (
    <Table
      variant="borderless"
      contentDensity="compact"
      header={<Header variant="h3">{t('counters')}</Header>}
      items={KINDS}
      trackBy={(kind) => kind}
      columnDefinitions={[
        { id: 'kind', header: t('kind'), cell: (kind) => t(`tokens.${kind}`), isRowHeader: true },
        {
          id: 'billed',
          header: <FigureHeader>{t('billed')}</FigureHeader>,
          cell: (kind) => exact(tokens[kind]),
          width: FIGURE_WIDTH,
        },
        ...(reportedTokens
          ? [
              {
                id: 'reported',
                header: <FigureHeader>{t('reported')}</FigureHeader>,
                cell: (kind: (typeof KINDS)[number]) => exact(reportedTokens[kind]),
                width: FIGURE_WIDTH,
              },
            ]
          : []),
      ]}
    />
  );
}
