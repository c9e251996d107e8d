import FormField from '@cloudscape-design/components/form-field';
import Link from '@cloudscape-design/components/link';
import Multiselect from '@cloudscape-design/components/multiselect';
import { useTranslation } from 'react-i18next';
import type { RecordField, StatisticsField } from './template.ts';

export interface FieldChoiceProps<F extends RecordField | StatisticsField> {
  readonly label: string;
  readonly hint?: string;
  readonly all: readonly F[];
  readonly chosen: readonly F[];
  readonly problem: string | undefined;
  readonly onChange: (chosen: readonly F[]) => void;
}

/** Chooses columns. A file has them in the order in which they were saved, new ones in the usual order behind. */
export function FieldChoice<F extends RecordField | StatisticsField>(props: FieldChoiceProps<F>) {
  const { label, hint, all, chosen, problem, onChange } = props;
  const { t } = useTranslation('files');
  const option = (field: RecordField | StatisticsField) => ({
    value: field,
    label: t(`fields.${field}`),
    labelTag: field,
  });
  return (
    <FormField
      label={label}
      description={hint}
      errorText={problem}
      info={
        chosen.length < all.length && (
          <Link variant="info" onFollow={() => onChange(all)}>
            {t('allFields')}
          </Link>
        )
      }
    >
      <Multiselect
        hideTokens
        filteringType="auto"
        filteringPlaceholder={t('findField')}
        filteringAriaLabel={t('findField')}
        inlineTokens={false}
        placeholder={t('fieldsChosen', { count: chosen.length })}
        selectedOptions={chosen.map(option)}
        options={all.map(option)}
        onChange={({ detail }) => {
          const wanted = new Set(detail.selectedOptions.map(({ value }) => value));
          const kept = chosen.filter((field) => wanted.has(field));
          onChange([...kept, ...all.filter((field) => wanted.has(field) && !kept.includes(field))]);
        }}
      />
    </FormField>
  );
}
