import { useTranslation } from 'react-i18next';

/** The days of UTC on which something applies. */
export function Days({
  of,
}: {
  readonly of: { readonly effectiveFrom?: string; readonly effectiveTo?: string };
}) {
  const { t } = useTranslation('prices');
  const { effectiveFrom: from, effectiveTo: to } = of;
  if (from !== undefined && to !== undefined) return t('fromTo', { from, to });
  if (from !== undefined) return t('since', { from });
  return to === undefined ? t('always') : t('until', { to });
}
