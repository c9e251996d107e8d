import Alert from '@cloudscape-design/components/alert';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { partsOf } from '../parts/range.ts';
import { SentenceGap } from '../parts/sentence-gap.tsx';
import type { LeftOut } from './left-out.ts';

/** Longer values would fill the page. */
const MAX_SHOWN = 60;
const UNITS = { h: 'hour', d: 'day', mo: 'month' } as const;

/** Says what of its address a page leaves out, and what it shows instead. Dismissed, the address is rid of it. */
export function AddressNotice({ leftOut: { values, range } }: { readonly leftOut: LeftOut }) {
  const { t } = useTranslation('app');
  const parts = useTranslation('parts').t;
  const navigate = useNavigate();
  const shown = range && partsOf(range);
  const remove = () => {
    const names = new Map(values.map(({ name }) => [name, undefined]));
    void navigate({
      to: '.',
      replace: true,
      search: (previous: object) => ({ ...previous, ...Object.fromEntries(names) }),
    });
  };
  return (
    <Alert
      type="warning"
      header={t('address.title')}
      dismissible
      i18nStrings={{ dismissAriaLabel: parts('dismiss') }}
      onDismiss={remove}
    >
      {t('address.leftOut', {
        values: values
          .map(({ name, value }) => `${name}=${value.slice(0, MAX_SHOWN)}`)
          .join(parts('separator')),
      })}
      <SentenceGap />
      {shown &&
        t('address.range', { range: parts(`range.last.${UNITS[shown.unit]}`, { count: shown.amount }) })}
    </Alert>
  );
}
