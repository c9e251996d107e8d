import DatePicker from '@cloudscape-design/components/date-picker';
import FormField from '@cloudscape-design/components/form-field';
import { useTranslation } from 'react-i18next';

export interface DateFieldProps {
  readonly label: string;
  readonly value: string;
  readonly zone: string;
  readonly problem: string | undefined;
  readonly onChange: (date: string) => void;
}

/** A date of the reporting zone, which is always named. */
export function DateField({ label, value, zone, problem, onChange }: DateFieldProps) {
  const { t } = useTranslation('aggregation');
  return (
    <FormField label={label} description={t('dateIn', { zone })} errorText={problem}>
      <DatePicker value={value} placeholder="YYYY/MM/DD" onChange={({ detail }) => onChange(detail.value)} />
    </FormField>
  );
}
