import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { notify } from '../../parts/notifications.tsx';
import { useSettings } from '../../parts/settings-context.tsx';
import { useSession } from '../../session/session-provider.tsx';
import { DateField } from './date-field.tsx';
import { hoursOfDates, isPastDate } from './hours-of-dates.ts';

/** Rolls the hours of a date up again. */
export function RunForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('aggregation');
  const { api } = useSession();
  const queries = useQueryClient();
  const { reportingTimeZone: zone } = useSettings();
  const [date, setDate] = useState('');
  const run = async () => {
    const body = hoursOfDates(date, date, zone, Date.now());
    const { markedHours, pendingHours, emptyHours, skippedFrozenHours } = await api.post('/v1/aggregations', {
      body,
    });
    await queries.invalidateQueries({ queryKey: ['aggregations'] });
    notify({
      type: 'success',
      header: t('run.done', { date }),
      content: t('run.counts', { markedHours, pendingHours, emptyHours, skippedFrozenHours }),
    });
    onClose();
  };
  return (
    <FormDialog
      title={t('run.title')}
      action={t('run.action')}
      check={() => ({ '/from': isPastDate(date, zone, Date.now()) ? undefined : t('dateNeeded') })}
      onSubmit={run}
      onClose={onClose}
    >
      {(problems) => (
        <SpaceBetween size="m">
          <Box>{t('run.explain')}</Box>
          <DateField
            label={t('date')}
            value={date}
            zone={zone}
            problem={problems['/from']}
            onChange={setDate}
          />
        </SpaceBetween>
      )}
    </FormDialog>
  );
}
