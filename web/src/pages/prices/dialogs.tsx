import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Values } from '../../parts/address.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { notify } from '../../parts/notifications.tsx';
import type { AskedRange } from '../../parts/range.ts';
import { useTimes } from '../../parts/times.tsx';
import { useSession } from '../../session/session-provider.tsx';
import { type Draft, draftOf } from './override-draft.ts';
import { OverrideForm } from './override-form.tsx';
import type { PRICES_PARAMETERS } from './parameters.ts';
import { appliesOn, type Override, type Prices, withOverride } from './price-book.ts';
import { adoptionOf, daysOf } from './price-coverage.ts';
import { repriceCommand } from './reprice-command.ts';

export interface PriceDialogsProps {
  readonly prices: Prices;
  readonly parameters: Values<typeof PRICES_PARAMETERS>;
  /** The range of the page, of whose calls a price is adopted. */
  readonly range: AskedRange;
  readonly nowMs: number;
  readonly onClose: () => void;
}

/** The dialog that the address names. */
export function PriceDialogs({ prices: current, parameters, range, nowMs, onClose }: PriceDialogsProps) {
  const { t } = useTranslation('prices');
  const { api } = useSession();
  const queries = useQueryClient();
  const times = useTimes();
  // The revision that the dialog was opened with: what somebody else changes meanwhile must not be lost.
  const [prices] = useState(current);
  const { do: action, model, index } = parameters;
  // Prices to begin with are those of its last day.
  const days = daysOf(range, nowMs);
  const override = index === undefined ? undefined : prices.overrides[index];
  const write = async (changed: Override | undefined, at: number | undefined) => {
    const overrides = withOverride(prices.overrides, at, changed);
    const written = await api.put('/v1/prices', {
      body: { overrides, expectedRevision: prices.revision },
    });
    queries.setQueryData(['prices'], written);
    // The first price book applies from the epoch on, which is a date of no meaning.
    const isFirst = Date.parse(written.appliesFrom) === 0;
    const time = times.minute(written.appliesFrom);
    const command = repriceCommand(range, nowMs);
    notify({ type: 'success', content: isFirst ? t('writtenFirst') : t('written', { time, command }) });
    onClose();
  };
  if (action === 'remove' && override) {
    return (
      <ConfirmDialog
        title={t('remove.title', { model: override.model })}
        action={t('remove.action')}
        onConfirm={() => write(undefined, index)}
        onClose={onClose}
      >
        {t('remove.explain')}
      </ConfirmDialog>
    );
  }
  const form = (title: string, verb: string, initial: Draft, at: number | undefined) => (
    <OverrideForm
      title={title}
      action={verb}
      initial={initial}
      entries={prices.models.filter((entry) => appliesOn(entry, days.last))}
      onSubmit={(changed) => write(changed, at)}
      onClose={onClose}
    />
  );
  if (action === 'change' && override)
    return form(t('change.title', { model: override.model }), t('change.action'), draftOf(override), index);
  if (action === 'adopt')
    return form(t('adopt.title'), t('adopt.action'), adoptionOf(prices, model ?? '', days), undefined);
  if (action === 'add') return form(t('add.title'), t('add.action'), draftOf(undefined, model), undefined);
  return null;
}
