import { useCollection } from '@cloudscape-design/collection-hooks';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import CollectionPreferences from '@cloudscape-design/components/collection-preferences';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { TFunction } from 'i18next';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toCsv } from './csv.ts';
import { download } from './download.ts';
import { ErrorState } from './error-state.tsx';
import { FigureHeader } from './figure-header.tsx';
import { useRoom } from './narrow.tsx';
import { type ColumnWidth, shownColumns } from './shown-columns.ts';

export interface Column<T> extends ColumnWidth {
  readonly header: string;
  readonly cell: (item: T) => ReactNode;
  /** The exact value in the CSV file; without it, the column is not in the file. */
  readonly csv?: (item: T) => string | number;
  /** Orders the loaded rows. */
  readonly compare?: (a: T, b: T) => number;
  /** Numbers line up on the right. */
  readonly isFigure?: boolean;
  /** In pixels, for text that would be squeezed on a narrow screen. */
  readonly minWidth?: number;
}

interface Selection<T> {
  readonly selected: readonly T[];
  readonly onChange: (selected: readonly T[]) => void;
  /** What a row is called, for those who do not see it. */
  readonly nameOf: (item: T) => string;
}

export interface DataTableProps<T> {
  readonly title: string;
  readonly description?: ReactNode;
  /** A link beside the title. */
  readonly info?: ReactNode;
  readonly columns: readonly Column<T>[];
  readonly items: readonly T[];
  /** How many there are, where `items` are the largest of them. Default: as many as `items`. */
  readonly total?: number | undefined;
  readonly rowId: (item: T) => string;
  readonly isLoading: boolean;
  readonly error?: unknown;
  readonly onRetry?: () => void;
  /** What to do if there is nothing. */
  readonly empty: ReactNode;
  readonly filter?: ReactNode;
  readonly actions?: ReactNode;
  /** Where the page has files to download beside that of the table itself. */
  readonly csvText?: string;
  /** The name of the CSV file, without its ending. */
  readonly fileName: string;
  /** There is more to load. */
  readonly onLoadMore?: (() => void) | undefined;
  readonly isLoadingMore?: boolean;
  readonly onOpen?: (item: T) => void;
  readonly variant?: TableProps.Variant;
  readonly columnsToChoose?: boolean;
  /** Shows so many rows at a time; the CSV file has all. Default: `PAGE_SIZE`, or all that is loaded of a list with `onLoadMore`. */
  readonly pageSize?: number;
  /** For tables with sentences in them. */
  readonly wrapLines?: boolean;
  /** Rows to choose, for an operation on several of them. */
  readonly selection?: Selection<T>;
}

/** A thousand rows at once take the browser seconds. */
const PAGE_SIZE = 100;

/** A table with columns to choose, the loaded rows as CSV, and more rows on demand. */
export function DataTable<T>(props: DataTableProps<T>) {
  const { title, columns, items, rowId, isLoading, empty, filter, fileName, onLoadMore, onOpen } = props;
  const { t } = useTranslation('parts');
  // Also on its last page, a list that is loaded in steps grows downwards.
  const { pageSize = 'onLoadMore' in props ? undefined : PAGE_SIZE } = props;
  const [chosen, setChosen] = useState<readonly string[]>();
  const { displayed, written } = shownColumns(columns, useRoom(), chosen);
  const display = columns.map(({ id }) => ({ id, visible: displayed.includes(id) }));
  const collection = useCollection<T>(items, {
    sorting: {},
    ...(pageSize !== undefined && { pagination: { pageSize } }),
  });
  const failed = props.error !== undefined && props.error !== null && items.length === 0;
  const save = () =>
    download(
      `${fileName}.csv`,
      toCsv(
        csvRows(
          columns.filter(({ id }) => written.includes(id)),
          collection.allPageItems,
        ),
      ),
    );
  return (
    <Table<T>
      {...collection.collectionProps}
      variant={props.variant ?? 'container'}
      items={failed ? [] : collection.items}
      trackBy={rowId}
      loading={isLoading}
      loadingText={t('table.loading')}
      enableKeyboardNavigation
      stickyHeader
      wrapLines={props.wrapLines ?? false}
      {...(props.selection && selectionProps(props.selection, t))}
      columnDefinitions={columns.map((column) => definition(column, props.wrapLines))}
      columnDisplay={display}
      {...(onOpen && { onRowClick: ({ detail }) => onOpen(detail.item) })}
      header={
        <Header
          {...(items.length > 0 && { counter: `(${props.total ?? items.length}${onLoadMore ? '+' : ''})` })}
          description={props.description}
          info={props.info}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              {props.actions}
              <Button iconName="download" onClick={save} disabled={items.length === 0}>
                {props.csvText ?? t('table.csv')}
              </Button>
            </SpaceBetween>
          }
        >
          {title}
        </Header>
      }
      filter={filter}
      {...(pageSize !== undefined &&
        items.length > pageSize && { pagination: <Pagination {...collection.paginationProps} /> })}
      empty={
        failed ? <ErrorState error={props.error} {...(props.onRetry && { onRetry: props.onRetry })} /> : empty
      }
      {...(props.columnsToChoose && {
        preferences: (
          <CollectionPreferences
            contentDisplayPreference={{
              options: columns.map(({ id, header }) => ({ id, label: header })),
            }}
            preferences={{ contentDisplay: display }}
            onConfirm={({ detail }) =>
              setChosen((detail.contentDisplay ?? []).filter(({ visible }) => visible).map(({ id }) => id))
            }
          />
        ),
      })}
      footer={
        onLoadMore && (
          <Box textAlign="center">
            <Button onClick={onLoadMore} loading={props.isLoadingMore ?? false}>
              {t('table.more')}
            </Button>
          </Box>
        )
      }
    />
  );
}

function selectionProps<T>(
  { selected, onChange, nameOf }: Selection<T>,
  t: TFunction<'parts'>,
): Partial<TableProps<T>> {
  return {
    selectionType: 'multi',
    selectedItems: selected,
    onSelectionChange: ({ detail }) => onChange(detail.selectedItems),
    ariaLabels: {
      selectionGroupLabel: t('selection.label'),
      allItemsSelectionLabel: () => t('selection.all'),
      itemSelectionLabel: (_, item) => t('selection.one', { name: nameOf(item) }),
    },
  };
}

/** Text that may wrap would otherwise be squeezed until its words break. */
const WRAPPED_MIN_WIDTH = { figure: 80, text: 110 };

function definition<T>(column: Column<T>, wrapLines = false): TableProps.ColumnDefinition<T> {
  const { id, header, cell, compare, isFigure } = column;
  const { minWidth = wrapLines ? WRAPPED_MIN_WIDTH[isFigure ? 'figure' : 'text'] : undefined } = column;
  return {
    id,
    header: isFigure ? <FigureHeader>{header}</FigureHeader> : header,
    cell: isFigure ? (item) => <Box textAlign="right">{cell(item)}</Box> : cell,
    ...(compare && { sortingComparator: compare }),
    ...(minWidth !== undefined && { minWidth }),
  };
}

function csvRows<T>(columns: readonly Column<T>[], items: readonly T[]): (string | number)[][] {
  const written = columns.filter(({ csv }) => csv);
  return [
    written.map(({ header }) => header),
    ...items.map((item) => written.map(({ csv }) => csv?.(item) ?? '')),
  ];
}
