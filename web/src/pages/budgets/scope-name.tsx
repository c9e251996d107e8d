import { useTranslation } from 'react-i18next';
import { NamedId } from '../../parts/named-id.tsx';
import type { Budget } from './budget.ts';

/** What a budget is about: a dimension, and which of it. */
export function ScopeName({ scope: { dimension, id, name } }: Pick<Budget, 'scope'>) {
  const { t } = useTranslation('budgets');
  if (id === undefined) return t(`dimensions.${dimension}`);
  if (id === '-') return t(dimension === 'feature' ? 'withoutFeature' : 'withoutUser');
  return (
    <>
      {t(`dimensions.${dimension}`)} <NamedId id={id} name={name} />
    </>
  );
}
