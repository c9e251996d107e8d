import { useTranslation } from 'react-i18next';
import { readParameters, type Values } from '../../parts/address.ts';
import { ConditionFilter } from '../../parts/condition-filter.tsx';
import type { FilterProperty } from '../../parts/conditions.ts';
import type { AuditEntry } from './matches.ts';
import { AUDIT_PARAMETERS, OUTCOMES } from './parameters.ts';

type Parameters = Values<typeof AUDIT_PARAMETERS>;

export interface AuditFilterBarProps {
  readonly parameters: Parameters;
  /** What is loaded, for suggestions. */
  readonly entries: readonly AuditEntry[];
  readonly onChange: (change: { readonly [N in keyof Parameters]?: Parameters[N] | undefined }) => void;
}

/** Chooses entries by who, what, on what, from where and with which outcome. */
export function AuditFilterBar({ parameters, entries, onChange }: AuditFilterBarProps) {
  const { t } = useTranslation('audit');
  const part = (key: string, label: string, values: readonly (string | undefined)[]): FilterProperty => ({
    key,
    label,
    operators: [':'],
    isSingle: true,
    options: [...new Set(values)].flatMap((value) => (value === undefined ? [] : [{ value }])),
  });
  const properties: readonly FilterProperty[] = [
    {
      ...part(
        'actor',
        t('actor'),
        entries.flatMap(({ actor: { id, name } }) => [name ?? id]),
      ),
      takesAccessKeys: true,
    },
    part(
      'operation',
      t('operation'),
      entries.map(({ operation }) => operation),
    ),
    part(
      'target',
      t('target'),
      entries.map(({ target, targetName }) => targetName ?? target),
    ),
    part(
      'address',
      t('address'),
      entries.map(({ sourceIp }) => sourceIp),
    ),
    {
      key: 'outcome',
      label: t('outcome'),
      operators: ['='],
      isSingle: true,
      options: OUTCOMES.map((value) => ({ value, label: t(`outcomes.${value}`) })),
    },
  ];
  const { actor, operation, target, address, outcome } = parameters;
  const values = { actor, operation, target, address, outcome };
  return (
    <ConditionFilter
      properties={properties}
      values={values}
      placeholder={t('filter')}
      onChange={(changed) => {
        // What was typed may be no value at all.
        const read = readParameters(AUDIT_PARAMETERS, changed);
        onChange(
          Object.fromEntries(Object.keys(values).map((name) => [name, read[name as keyof Parameters]])),
        );
      }}
    />
  );
}
