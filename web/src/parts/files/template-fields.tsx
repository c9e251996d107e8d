import Checkbox from '@cloudscape-design/components/checkbox';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../session/session-provider.tsx';
import type { FieldProblems } from '../field-problems.ts';
import { FieldChoice } from './field-choice.tsx';
import {
  DIMENSIONS,
  FORMATS,
  PERIODS,
  RECORD_FIELDS,
  STATISTICS_FIELDS,
  SUBJECTS,
  shapeOf,
  type TemplateDraft,
} from './template.ts';
import { TemplateFilter } from './template-filter.tsx';

export interface TemplateFieldsProps {
  readonly draft: TemplateDraft;
  readonly problems: FieldProblems;
  readonly onChange: (change: Partial<TemplateDraft>) => void;
}

/** Chooses what files hold: format, rows, columns and conditions. What means nothing for a format is not asked. */
export function TemplateFields({ draft, problems, onChange }: TemplateFieldsProps) {
  const { t } = useTranslation('files');
  const { me } = useSession();
  const shape = shapeOf(draft);
  return (
    <SpaceBetween size="l">
      <FormField label={t('format')} errorText={problems['/format']}>
        <Select
          selectedOption={{ value: draft.format, label: t(`formats.${draft.format}`) }}
          // Charges are per access key, which shows the usage of others.
          options={FORMATS.filter((format) => format !== 'focus' || !me.ownUsageOnly).map((value) => ({
            value,
            label: t(`formats.${value}`),
            description: t(`formatHints.${value}`),
          }))}
          onChange={({ detail }) => {
            const format = FORMATS.find((each) => each === detail.selectedOption.value);
            if (format) onChange({ format });
          }}
        />
      </FormField>
      {shape.isFocus ? (
        <BillingAccount draft={draft} problems={problems} onChange={onChange} />
      ) : (
        <FormField label={t('what')} errorText={problems['/what']}>
          <SpaceBetween size="xs">
            {SUBJECTS.map((subject) => (
              <Checkbox
                key={subject}
                checked={draft.what.includes(subject)}
                description={t(`subjectHints.${subject}`)}
                onChange={({ detail }) =>
                  onChange({
                    what: SUBJECTS.filter((each) =>
                      each === subject ? detail.checked : draft.what.includes(each),
                    ),
                  })
                }
              >
                {t(`subjects.${subject}`)}
              </Checkbox>
            ))}
          </SpaceBetween>
        </FormField>
      )}
      {shape.hasStatistics && !shape.isFocus && (
        <ColumnLayout columns={2}>
          <FormField label={t('period')} errorText={problems['/period']}>
            <Select
              selectedOption={{ value: draft.period, label: t(`periods.${draft.period}`) }}
              options={PERIODS.map((value) => ({ value, label: t(`periods.${value}`) }))}
              onChange={({ detail }) => {
                const period = PERIODS.find((each) => each === detail.selectedOption.value);
                if (period) onChange({ period });
              }}
            />
          </FormField>
          {!me.ownUsageOnly && (
            <FormField label={t('dimension')} errorText={problems['/dimension']}>
              <Select
                selectedOption={{ value: draft.dimension, label: t(`dimensions.${draft.dimension}`) }}
                options={DIMENSIONS.map((value) => ({ value, label: t(`dimensions.${value}`) }))}
                onChange={({ detail }) => {
                  const dimension = DIMENSIONS.find((each) => each === detail.selectedOption.value);
                  if (dimension) onChange({ dimension });
                }}
              />
            </FormField>
          )}
        </ColumnLayout>
      )}
      {shape.hasStatistics && !shape.isFocus && (
        <FieldChoice
          label={t('statisticsFields')}
          hint={t('fieldsHint')}
          all={STATISTICS_FIELDS}
          chosen={draft.statisticsFields}
          problem={problems['/statisticsFields']}
          onChange={(statisticsFields) => onChange({ statisticsFields })}
        />
      )}
      {shape.hasRecords && (
        <FieldChoice
          label={t('recordFields')}
          all={RECORD_FIELDS}
          chosen={draft.recordFields}
          problem={problems['/recordFields']}
          onChange={(recordFields) => onChange({ recordFields })}
        />
      )}
      <TemplateFilter draft={draft} problems={problems} onChange={(filter) => onChange({ filter })} />
      {(shape.mayCompress || shape.mayMark) && (
        <FormField label={t('options')}>
          <SpaceBetween size="xs">
            {shape.mayMark && (
              <Checkbox
                checked={draft.byteOrderMark}
                onChange={({ detail }) => onChange({ byteOrderMark: detail.checked })}
              >
                {t('byteOrderMark')}
              </Checkbox>
            )}
            {shape.mayCompress && (
              <Checkbox checked={draft.gzip} onChange={({ detail }) => onChange({ gzip: detail.checked })}>
                {t('gzip')}
              </Checkbox>
            )}
          </SpaceBetween>
        </FormField>
      )}
    </SpaceBetween>
  );
}

function BillingAccount({ draft, problems, onChange }: TemplateFieldsProps) {
  const { t } = useTranslation('files');
  return (
    <ColumnLayout columns={2}>
      <FormField
        label={t('account')}
        description={t('accountHint')}
        errorText={problems['/billingAccountId']}
      >
        <Input
          value={draft.billingAccountId}
          onChange={({ detail }) => onChange({ billingAccountId: detail.value })}
        />
      </FormField>
      <FormField label={t('accountName')} errorText={problems['/billingAccountName']}>
        <Input
          value={draft.billingAccountName}
          onChange={({ detail }) => onChange({ billingAccountName: detail.value })}
        />
      </FormField>
    </ColumnLayout>
  );
}
