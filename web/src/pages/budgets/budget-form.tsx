import Alert from '@cloudscape-design/components/alert';
import Checkbox from '@cloudscape-design/components/checkbox';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldProblems } from '../../parts/field-problems.ts';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { IdInput } from '../../parts/id-input.tsx';
import {
  type Budget,
  type BudgetRequest,
  DIMENSIONS,
  PERIODS,
  readAmount,
  readThresholds,
  UNITS,
} from './budget.ts';

export interface BudgetFormProps {
  readonly title: string;
  readonly action: string;
  readonly initial?: Budget;
  readonly onSubmit: (request: BudgetRequest) => Promise<unknown>;
  readonly onClose: () => void;
}

/** A budget: whose spending, how much, how often, and when to warn whom. */
export function BudgetForm({ title, action, initial, onSubmit, onClose }: BudgetFormProps) {
  const { t } = useTranslation('budgets');
  const parts = useTranslation('parts').t;
  const [draft, setDraft] = useState(() => draftOf(initial));
  const set = (changed: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...changed }));
  const { name, dimension, id, period, unit, amount, thresholds, webhook, rotates } = draft;
  const check = (): FieldProblems => ({
    '/name': name.trim() === '' ? parts('form.required') : undefined,
    '/scope/id': dimension !== 'all' && id === '' ? parts('form.required') : undefined,
    '/amount': readAmount(amount, unit) === undefined ? t(`amountAllowed.${unit}`) : undefined,
    '/thresholds': readThresholds(thresholds) ? undefined : t('thresholdsAllowed'),
  });
  const startsAgain =
    initial &&
    (initial.scope.dimension !== dimension ||
      (initial.scope.id ?? '') !== (dimension === 'all' ? '' : id) ||
      initial.unit !== unit ||
      initial.period !== period);
  return (
    <FormDialog
      title={title}
      action={action}
      check={check}
      onSubmit={() => onSubmit(requestOf(draft))}
      onClose={onClose}
    >
      {(problems) => (
        <SpaceBetween size="l">
          <FormField label={t('name')} description={t('nameHint')} errorText={problems['/name']}>
            <Input value={name} onChange={({ detail }) => set({ name: detail.value })} />
          </FormField>
          <FormField label={t('scope')} errorText={problems['/scope/dimension']}>
            <Select
              selectedOption={{ value: dimension, label: t(`dimensions.${dimension}`) }}
              options={DIMENSIONS.map((value) => ({ value, label: t(`dimensions.${value}`) }))}
              onChange={({ detail }) => {
                const chosen = DIMENSIONS.find((each) => each === detail.selectedOption.value);
                if (chosen && chosen !== dimension) set({ dimension: chosen, id: '' });
              }}
            />
          </FormField>
          {dimension !== 'all' && (
            <FormField
              label={t('which', { dimension: t(`dimensions.${dimension}`) })}
              description={t('whichHint')}
              errorText={problems['/scope/id']}
            >
              <IdInput
                key={dimension}
                dimension={dimension}
                value={id}
                onChange={(value) => set({ id: value })}
              />
            </FormField>
          )}
          <ColumnLayout columns={2}>
            <FormField label={t('unit')}>
              <Select
                selectedOption={{ value: unit, label: t(`units.${unit}`) }}
                options={UNITS.map((value) => ({ value, label: t(`units.${value}`) }))}
                onChange={({ detail }) =>
                  set({ unit: detail.selectedOption.value === 'tokens' ? 'tokens' : 'USD' })
                }
              />
            </FormField>
            <FormField label={t('amount')} errorText={problems['/amount']}>
              <Input
                value={amount}
                inputMode="decimal"
                placeholder={t(`amountExample.${unit}`)}
                onChange={({ detail }) => set({ amount: detail.value })}
              />
            </FormField>
          </ColumnLayout>
          <FormField label={t('period')} description={t('periodHint')}>
            <Select
              selectedOption={{ value: period, label: t(`periods.${period}`) }}
              options={PERIODS.map((value) => ({ value, label: t(`periods.${value}`) }))}
              onChange={({ detail }) =>
                set({ period: PERIODS.find((each) => each === detail.selectedOption.value) ?? period })
              }
            />
          </FormField>
          <FormField
            label={t('thresholds')}
            description={t('thresholdsHint')}
            errorText={problems['/thresholds']}
          >
            <Input value={thresholds} onChange={({ detail }) => set({ thresholds: detail.value })} />
          </FormField>
          <FormField
            label={t('webhookOptional')}
            description={t('webhookHint')}
            errorText={problems['/webhook/url']}
          >
            <Input
              value={webhook}
              inputMode="url"
              onChange={({ detail }) => set({ webhook: detail.value })}
            />
          </FormField>
          {initial?.webhook && webhook !== '' && (
            <Checkbox
              checked={rotates}
              description={t('rotateHint')}
              onChange={({ detail }) => set({ rotates: detail.checked })}
            >
              {t('rotate')}
            </Checkbox>
          )}
          {startsAgain && <Alert type="info">{t('startsAgain')}</Alert>}
        </SpaceBetween>
      )}
    </FormDialog>
  );
}

function draftOf(budget: Budget | undefined) {
  return {
    name: budget?.name ?? '',
    dimension: budget?.scope.dimension ?? 'all',
    id: budget?.scope.id ?? '',
    period: budget?.period ?? 'monthly',
    unit: budget?.unit ?? 'USD',
    amount: budget?.amount ?? '',
    thresholds: (budget?.thresholds ?? [50, 80, 100]).join(', '),
    webhook: budget?.webhook?.url ?? '',
    rotates: false,
  };
}

/** The request always contains the whole budget. Only what was checked is sent. */
function requestOf(draft: ReturnType<typeof draftOf>): BudgetRequest {
  const { name, dimension, id, period, unit, amount, thresholds, webhook, rotates } = draft;
  const url = webhook.trim();
  return {
    name: name.trim(),
    scope: { dimension, ...(dimension !== 'all' && { id }) },
    period,
    unit,
    amount: readAmount(amount, unit) ?? amount,
    thresholds: [...(readThresholds(thresholds) ?? [])],
    ...(url !== '' && { webhook: { url, ...(rotates && { rotateSecret: true }) } }),
  };
}
