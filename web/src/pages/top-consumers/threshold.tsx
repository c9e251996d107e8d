import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { wholeNumber } from '../../parts/address.ts';

export interface ThresholdProps {
  readonly label: string;
  /** 0 is none. */
  readonly value: number;
  readonly onChange: (value: number | undefined) => void;
}

const read = wholeNumber(0, Number.MAX_SAFE_INTEGER);

/** The least that counts. It holds when the reader leaves the field or presses Enter, not with every digit. */
export function Threshold({ label, value, onChange }: ThresholdProps) {
  const { t } = useTranslation('top-consumers');
  const [typed, setTyped] = useState(value === 0 ? '' : String(value));
  const entered = typed.replaceAll(/[\s,._']/g, '');
  const parsed = entered === '' ? 0 : read([entered]);
  const commit = () => {
    if (parsed !== undefined && parsed !== value) onChange(parsed === 0 ? undefined : parsed);
  };
  return (
    <FormField label={label} {...(parsed === undefined && { errorText: t('wholeNumber') })}>
      <Input
        value={typed}
        inputMode="numeric"
        placeholder={t('none')}
        onChange={({ detail }) => setTyped(detail.value)}
        onBlur={commit}
        onKeyDown={({ detail }) => {
          if (detail.key === 'Enter') commit();
        }}
      />
    </FormField>
  );
}
