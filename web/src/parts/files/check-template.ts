import type { TFunction } from 'i18next';
import type { FieldProblems } from '../field-problems.ts';
import { shapeOf, type TemplateDraft } from './template.ts';

/** What is missing in a form, by the path of the field in the request. */
export function checkTemplate(draft: TemplateDraft, t: TFunction<'files'>): FieldProblems {
  const { isFocus, hasRecords, hasStatistics } = shapeOf(draft);
  const noStatisticsFields = !isFocus && hasStatistics && draft.statisticsFields.length === 0;
  return {
    '/what': hasRecords || hasStatistics ? undefined : t('whatRequired'),
    '/recordFields': hasRecords && draft.recordFields.length === 0 ? t('fieldsRequired') : undefined,
    '/statisticsFields': noStatisticsFields ? t('fieldsRequired') : undefined,
    '/billingAccountId': isFocus && draft.billingAccountId.trim() === '' ? t('accountRequired') : undefined,
  };
}
