import FormField from '@cloudscape-design/components/form-field';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { components } from '@token-ledger/client/query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { checkTemplate } from '../../parts/files/check-template.ts';
import { draftOf, templateOf } from '../../parts/files/template.ts';
import { TemplateFields } from '../../parts/files/template-fields.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { askedRange, formerRange, type RangeValues } from '../../parts/range.ts';
import { RangePicker } from '../../parts/range-picker.tsx';
import { useSettings } from '../../parts/settings-context.tsx';

export interface ExportFormProps {
  readonly onSubmit: (request: components['schemas']['ExportRequest']) => Promise<unknown>;
  readonly onClose: () => void;
}

/** Builds an export: of when, and what its files hold. */
export function ExportForm({ onSubmit, onClose }: ExportFormProps) {
  const { t } = useTranslation('exports');
  const files = useTranslation('files').t;
  const { reportingTimeZone: zone } = useSettings();
  const [range, setRange] = useState<RangeValues>(() => formerRange('formerMonth', Date.now(), zone));
  const [draft, setDraft] = useState(() => draftOf());
  return (
    <FormDialog
      title={t('create.title')}
      action={t('create.action')}
      check={() => checkTemplate(draft, files)}
      onSubmit={() => onSubmit({ ...templateOf(draft), ...askedRange(range, Date.now(), zone) })}
      onClose={onClose}
    >
      {(problems) => (
        <SpaceBetween size="l">
          <FormField
            label={t('range')}
            description={t('rangeHint')}
            errorText={problems['/to'] ?? problems['/from']}
          >
            <RangePicker range={range} onChange={setRange} />
          </FormField>
          <TemplateFields
            draft={draft}
            problems={problems}
            onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
          />
        </SpaceBetween>
      )}
    </FormDialog>
  );
}
