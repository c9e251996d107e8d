import Checkbox from '@cloudscape-design/components/checkbox';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import DatePicker from '@cloudscape-design/components/date-picker';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldProblems } from '../../parts/field-problems.ts';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { checkDraft, DECISIONS, type Draft, overrideOf, withPricesOf } from './override-draft.ts';
import { KINDS, type Override, type PriceEntry } from './price-book.ts';

export interface OverrideFormProps {
  readonly title: string;
  readonly action: string;
  readonly initial: Draft;
  /** Prices to begin with. */
  readonly entries: readonly PriceEntry[];
  readonly onSubmit: (override: Override) => Promise<unknown>;
  readonly onClose: () => void;
}

/** What a model costs, or costs your company, on some days or always. */
export function OverrideForm({ title, action, initial, entries, onSubmit, onClose }: OverrideFormProps) {
  const { t } = useTranslation('prices');
  const [draft, setDraft] = useState(initial);
  const [sibling, setSibling] = useState<string>();
  const set = (changed: Partial<Draft>) => setDraft((before) => ({ ...before, ...changed }));
  const check = (): FieldProblems =>
    Object.fromEntries(
      Object.entries(checkDraft(draft)).map(([field, problem]) => [`/${field}`, t(`problems.${problem}`)]),
    );
  const isUnusual = checkDraft({ ...draft, isForced: false }).order !== undefined;
  return (
    <FormDialog
      title={title}
      action={action}
      check={check}
      onSubmit={() => onSubmit(overrideOf(draft))}
      onClose={onClose}
    >
      {(problems) => (
        <SpaceBetween size="l">
          <FormField label={t('model')} description={t('modelHint')} errorText={problems['/model']}>
            <Input value={draft.model} onChange={({ detail }) => set({ model: detail.value })} />
          </FormField>
          <FormField label={t('decides')}>
            <RadioGroup
              value={draft.decision}
              items={DECISIONS.map((value) => ({
                value,
                label: t(`decisions.${value}`),
                description: t(`decisionHints.${value}`),
              }))}
              onChange={({ detail }) => {
                const chosen = DECISIONS.find((each) => each === detail.value);
                if (chosen) set({ decision: chosen });
              }}
            />
          </FormField>
          {draft.decision === 'discount' ? (
            <FormField label={t('percent')} description={t('percentHint')} errorText={problems['/percent']}>
              <Input
                value={draft.percent}
                inputMode="decimal"
                onChange={({ detail }) => set({ percent: detail.value })}
              />
            </FormField>
          ) : (
            <SpaceBetween size="l">
              <FormField label={t('like')} description={t('likeHint')}>
                <Select
                  selectedOption={sibling === undefined ? null : { value: sibling, label: sibling }}
                  placeholder={t('likeChoose')}
                  filteringType="auto"
                  options={entries.map(({ model }) => ({ value: model, label: model }))}
                  onChange={({ detail }) => {
                    const entry = entries.find(({ model }) => model === detail.selectedOption.value);
                    if (!entry) return;
                    setSibling(entry.model);
                    setDraft((before) => withPricesOf(before, entry));
                  }}
                />
              </FormField>
              <ColumnLayout columns={2}>
                {KINDS.map((kind) => (
                  <FormField
                    key={kind}
                    label={t(`kinds.${kind}`)}
                    constraintText={t('perMillion')}
                    errorText={problems[`/${kind}`]}
                  >
                    <Input
                      value={draft.values[kind]}
                      inputMode="decimal"
                      onChange={({ detail }) => set({ values: { ...draft.values, [kind]: detail.value } })}
                    />
                  </FormField>
                ))}
              </ColumnLayout>
              {isUnusual && (
                <FormField errorText={problems['/order']}>
                  <Checkbox
                    checked={draft.isForced}
                    description={t('forceHint')}
                    onChange={({ detail }) => set({ isForced: detail.checked })}
                  >
                    {t('force')}
                  </Checkbox>
                </FormField>
              )}
            </SpaceBetween>
          )}
          <ColumnLayout columns={2}>
            {(['from', 'to'] as const).map((end) => (
              <FormField
                key={end}
                label={t(`ends.${end}`)}
                description={t(`endHints.${end}`)}
                errorText={problems[`/${end}`]}
              >
                <DatePicker
                  value={draft[end]}
                  placeholder="YYYY/MM/DD"
                  onChange={({ detail }) => set({ [end]: detail.value })}
                />
              </FormField>
            ))}
          </ColumnLayout>
        </SpaceBetween>
      )}
    </FormDialog>
  );
}
