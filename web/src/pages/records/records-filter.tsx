import { useTranslation } from 'react-i18next';
import { readParameters, type Values } from '../../parts/address.ts';
import type { FilterProperty, FilterValues } from '../../parts/conditions.ts';
import { UsageFilter } from '../../parts/usage-filter.tsx';
import { RECORDS_PARAMETERS, SOURCES, STATUSES } from './parameters.ts';

type Parameters = Values<typeof RECORDS_PARAMETERS>;

export interface RecordsFilterProps {
  readonly parameters: Parameters;
  readonly onChange: (change: { readonly [N in keyof Parameters]?: Parameters[N] | undefined }) => void;
}

/** Chooses records by everything that the API can choose by. */
export function RecordsFilter({ parameters, onChange }: RecordsFilterProps) {
  const { t } = useTranslation('records');
  const parts = useTranslation('parts').t;
  const more: readonly FilterProperty[] = [
    {
      key: 'status',
      label: t('status'),
      operators: ['='],
      options: STATUSES.map((value) => ({ value, label: t(`statuses.${value}`) })),
    },
    {
      key: 'source',
      label: t('source'),
      operators: ['='],
      options: SOURCES.map((value) => ({ value, label: parts(`sources.${value}`) })),
    },
    { key: 'min', label: t('minTokens'), operators: ['>='], isSingle: true },
    { key: 'max', label: t('maxTokens'), operators: ['<='], isSingle: true },
    { key: 'cost', label: t('minCost'), operators: ['>='], isSingle: true },
    { key: 'request', label: t('requestId'), operators: ['='], isSingle: true },
  ];
  const { key, user, model, feature, status, source, request, min, max, cost } = parameters;
  const values: FilterValues = {
    key,
    user,
    model,
    feature,
    status,
    source,
    request,
    min: asText(min),
    max: asText(max),
    cost,
  };
  return (
    <UsageFilter
      values={values}
      more={more}
      placeholder={t('filter')}
      onChange={(changed) => {
        // What was typed may be no value at all.
        const read = readParameters(RECORDS_PARAMETERS, changed);
        onChange(
          Object.fromEntries(Object.keys(values).map((name) => [name, read[name as keyof Parameters]])),
        );
      }}
    />
  );
}

function asText(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
