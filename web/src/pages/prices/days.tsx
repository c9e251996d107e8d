import { useTranslation } from 'react-i18next';
import { Unbroken } from '../../parts/unbroken.tsx';

/** The days of UTC on which something applies. */
export function Days({
  of,
}: {
  readonly of: { readonly effectiveFrom?: string; readonly effectiveTo?: string };
}) {
  const { t } = useTranslation('prices');
  const { effectiveFrom: from, effectiveTo: to } = of;
  if (from !== undefined && to !== undefined) return <Unbroken>{t('fromTo', { from, to })}</Unbroken>;
  if (from !== undefined) return <Unbroken>{t('since', { from })}</Unbroken>;
  return to === undefined ? t('always') : <Unbroken>{t('until', { to })}</Unbroken>;
}
