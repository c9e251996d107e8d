import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldProblems } from '../../parts/field-problems.ts';
import { checkTemplate } from '../../parts/files/check-template.ts';
import { TemplateFields } from '../../parts/files/template-fields.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { isTime, RANGES, type Report, type ReportRequest, reportDraftOf, reportRequestOf } from './report.ts';
import { ScheduleFields } from './schedule-fields.tsx';

export interface ReportFormProps {
  readonly title: string;
  readonly action: string;
  readonly initial?: Report;
  readonly onSubmit: (request: ReportRequest) => Promise<unknown>;
  readonly onClose: () => void;
}

/** A report: of which range, when it runs, who gets it, and what its files hold. */
export function ReportForm({ title, action, initial, onSubmit, onClose }: ReportFormProps) {
  const { t } = useTranslation('reports');
  const files = useTranslation('files').t;
  const parts = useTranslation('parts').t;
  const [draft, setDraft] = useState(() => reportDraftOf(initial));
  const set = (change: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...change }));
  const check = (): FieldProblems => ({
    ...checkTemplate(draft.template, files),
    '/title': draft.title.trim() === '' ? parts('form.required') : undefined,
    '/schedule/time': draft.frequency === 'never' || isTime(draft.time) ? undefined : t('timeAllowed'),
  });
  return (
    <FormDialog
      title={title}
      action={action}
      check={check}
      onSubmit={() => onSubmit(reportRequestOf(draft))}
      onClose={onClose}
    >
      {(problems) => (
        <SpaceBetween size="l">
          <FormField label={t('name')} description={t('nameHint')} errorText={problems['/title']}>
            <Input value={draft.title} onChange={({ detail }) => set({ title: detail.value })} />
          </FormField>
          <FormField label={t('range')} description={t('rangeHint')} errorText={problems['/range']}>
            <Select
              selectedOption={{ value: draft.range, label: t(`ranges.${draft.range}`) }}
              options={RANGES.map((value) => ({ value, label: t(`ranges.${value}`) }))}
              onChange={({ detail }) => {
                const range = RANGES.find((each) => each === detail.selectedOption.value);
                if (range) set({ range });
              }}
            />
          </FormField>
          <ScheduleFields draft={draft} problems={problems} onChange={set} />
          <FormField
            label={t('delivery')}
            description={t('deliveryHint')}
            errorText={problems['/delivery/topic']}
          >
            <Checkbox
              checked={draft.topic}
              description={t('topicHint')}
              onChange={({ detail }) => set({ topic: detail.checked })}
            >
              {t('channels.topic')}
            </Checkbox>
          </FormField>
          <FormField
            label={t('webhookOptional')}
            description={t('webhookHint')}
            errorText={problems['/delivery/webhook/url']}
          >
            <Input
              value={draft.webhook}
              inputMode="url"
              onChange={({ detail }) => set({ webhook: detail.value })}
            />
          </FormField>
          {initial?.delivery.webhook && draft.webhook !== '' && (
            <Checkbox
              checked={draft.rotates}
              description={t('rotateHint')}
              onChange={({ detail }) => set({ rotates: detail.checked })}
            >
              {t('rotate')}
            </Checkbox>
          )}
          <TemplateFields
            draft={draft.template}
            problems={problems}
            onChange={(change) =>
              setDraft((before) => ({ ...before, template: { ...before.template, ...change } }))
            }
          />
        </SpaceBetween>
      )}
    </FormDialog>
  );
}
