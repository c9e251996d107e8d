import Alert from '@cloudscape-design/components/alert';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import type { ImportAnswer, ImportResult } from './user.ts';

const STATUSES = ['created', 'updated', 'unchanged', 'rejected', 'failed'] as const;
const TYPES = {
  created: 'success',
  updated: 'success',
  unchanged: 'info',
  rejected: 'error',
  failed: 'error',
} as const;

/** What became of each row of an import, those with problems first. */
export function ImportResults({ answer }: { readonly answer: ImportAnswer }) {
  const { t } = useTranslation('users');
  const problems = (row: ImportResult) =>
    (row.errors ?? []).map(({ path, message }) => `${path.slice(1)} ${message}`.trim()).join('; ');
  const columns: readonly Column<ImportResult>[] = [
    {
      id: 'line',
      header: t('import.line'),
      cell: ({ line }) => line,
      csv: ({ line }) => line,
      compare: (a, b) => a.line - b.line,
    },
    { id: 'id', header: t('id'), cell: ({ id }) => id ?? '–', csv: ({ id }) => id ?? '' },
    {
      id: 'status',
      header: t('import.result'),
      cell: ({ status }) => (
        <StatusIndicator type={TYPES[status]}>{t(`import.statuses.${status}`)}</StatusIndicator>
      ),
      csv: ({ status }) => status,
      compare: (a, b) => STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status),
    },
    { id: 'problems', header: t('import.problems'), cell: problems, csv: problems },
  ];
  const bad = answer.rejected + answer.failed;
  return (
    <>
      <Alert type={bad === 0 ? 'success' : 'warning'}>
        {STATUSES.filter((status) => answer[status] > 0)
          .map((status) => t(`import.counts.${status}`, { count: answer[status] }))
          .join(' · ')}
        {answer.failed > 0 && ` ${t('import.again')}`}
      </Alert>
      <DataTable
        title={t('import.results')}
        variant="embedded"
        columns={columns}
        items={answer.results.toSorted(
          (a, b) => STATUSES.indexOf(b.status) - STATUSES.indexOf(a.status) || a.line - b.line,
        )}
        rowId={({ line }) => String(line)}
        isLoading={false}
        empty={t('import.noRows')}
        pageSize={20}
        fileName="import-results"
      />
    </>
  );
}
