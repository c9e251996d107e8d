import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useTranslation } from 'react-i18next';
import type { AuditedDay } from './answers.ts';

const LOOKS = { good: 'success', fair: 'warning', poor: 'error' } as const;

/** A score with its grade, or why there is none. */
export function Judgement({
  score,
  grade,
  finishedAt,
  complete = true,
}: Pick<AuditedDay, 'score' | 'grade' | 'finishedAt'> & { readonly complete?: boolean }) {
  const { t } = useTranslation('quality');
  if (finishedAt === undefined)
    return <StatusIndicator type="in-progress">{t('score.underWay')}</StatusIndicator>;
  if (score === null || grade === null)
    return <StatusIndicator type="stopped">{t('score.none')}</StatusIndicator>;
  const text = [score, t(`score.grades.${grade}`), complete ? [] : t('score.notAll')].flat().join(' · ');
  return <StatusIndicator type={LOOKS[grade]}>{text}</StatusIndicator>;
}
