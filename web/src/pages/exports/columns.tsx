import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import { useTranslation } from 'react-i18next';
import { addressOf } from '../../parts/address.ts';
import { CallerName } from '../../parts/caller-name.tsx';
import type { Column } from '../../parts/data-table.tsx';
import { Count } from '../../parts/figure.tsx';
import { showBytes } from '../../parts/files/bytes.ts';
import { DownloadFile } from '../../parts/files/download-file.tsx';
import { ExportProgress } from '../../parts/files/export-progress.tsx';
import { fileContents } from '../../parts/files/file-contents.ts';
import { usePreferences } from '../../parts/preferences.ts';
import { RangeText } from '../../parts/range-text.tsx';
import { Instant, useZone } from '../../parts/times.tsx';
import { Unbroken } from '../../parts/unbroken.tsx';
import type { Export } from './use-exports.ts';

const sumOf = (files: Export['files'], name: 'rows' | 'bytes') =>
  files.reduce((sum, file) => sum + (file[name] ?? 0), 0);

/** What the list shows of each export, and in its CSV file. */
export function useExportColumns(onOpen: (made: Export) => void): readonly Column<Export>[] {
  const { t } = useTranslation('exports');
  const files = useTranslation('files').t;
  const { language } = usePreferences();
  const zone = useZone();
  return [
    {
      id: 'createdAt',
      header: t('requestedIn', { zone }),
      minWidth: 170,
      cell: (made) => (
        <Link
          href={addressOf('/exports', { export: made.id })}
          onFollow={(event) => {
            event.preventDefault();
            onOpen(made);
          }}
        >
          <Instant at={made.createdAt} withoutZone />
        </Link>
      ),
      csv: ({ createdAt }) => createdAt,
      compare: (a, b) => a.createdAt.localeCompare(b.createdAt),
    },
    {
      id: 'status',
      header: t('status'),
      cell: ({ status, progress }) => <ExportProgress status={status} progress={progress} isShort />,
      csv: ({ status }) => status,
    },
    {
      id: 'download',
      header: files('files'),
      cell: ({ id, status, files: made }) =>
        status === 'finished'
          ? made.map(({ what, name }) => <DownloadFile key={what} exportId={id} what={what} name={name} />)
          : '–',
      isShownNarrow: false,
    },
    {
      id: 'what',
      header: files('what'),
      cell: (made) => (
        <>
          {made.files.map((file) => (
            <div key={file.what}>{fileContents(file, files)}</div>
          ))}
          <Box variant="small" display="block" color="text-body-secondary">
            {files(`formats.${made.format}`)}
          </Box>
        </>
      ),
      csv: (made) => made.files.map((file) => fileContents(file, files)).join(' '),
      isShownNarrow: false,
    },
    {
      id: 'format',
      header: files('format'),
      cell: ({ format }) => files(`formats.${format}`),
      csv: ({ format }) => format,
      isShown: false,
    },
    {
      id: 'range',
      header: t('rangeIn', { zone }),
      cell: ({ range }) => <RangeText range={range} withoutZone />,
      csv: ({ range: { from, to } }) => `${from}/${to}`,
      isShownNarrow: false,
    },
    {
      id: 'rows',
      header: files('rows'),
      cell: (made) => <Count value={sumOf(made.files, 'rows')} />,
      csv: (made) => sumOf(made.files, 'rows'),
      compare: (a, b) => sumOf(a.files, 'rows') - sumOf(b.files, 'rows'),
      isFigure: true,
      isShownNarrow: false,
    },
    {
      id: 'bytes',
      isShownSnug: false,
      header: files('size'),
      cell: (made) => <Unbroken>{showBytes(sumOf(made.files, 'bytes'), language)}</Unbroken>,
      csv: (made) => sumOf(made.files, 'bytes'),
      compare: (a, b) => sumOf(a.files, 'bytes') - sumOf(b.files, 'bytes'),
      isFigure: true,
      isShownNarrow: false,
    },
    {
      id: 'createdBy',
      header: t('requestedBy'),
      cell: ({ createdBy, createdByName }) => <CallerName id={createdBy} name={createdByName} />,
      csv: ({ createdBy }) => createdBy,
      isShown: false,
    },
  ];
}
