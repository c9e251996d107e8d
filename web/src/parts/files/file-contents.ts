import type { components } from '@token-ledger/client/query';
import type { TFunction } from 'i18next';

type File = components['schemas']['Export']['files'][number];

/** What a file has a row for, such as `Statistics by user and day`. */
export function fileContents(
  { what, period, dimension }: Pick<File, 'what' | 'period' | 'dimension'>,
  t: TFunction<'files'>,
): string {
  return what === 'records' || period === undefined || dimension === undefined
    ? t(`subjects.${what}`)
    : t(`statisticsBy.${dimension}`, { period: t(`per.${period}`) });
}
