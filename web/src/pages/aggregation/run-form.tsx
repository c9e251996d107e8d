import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { notify } from '../../parts/notifications.tsx';
import { usePreferences } from '../../parts/preferences.ts';
import { sentenceGap } from '../../parts/separators.ts';
import { useSettings } from '../../parts/settings-context.tsx';
import { useSession } from '../../session/session-provider.tsx';
import { DateField } from './date-field.tsx';
import { isPastDate } from './hours-of-dates.ts';

/** Rolls the hours of a date up now. */
export function RunForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('aggregation');
  const { api } = useSession();
  const queries = useQueryClient();
  const { reportingTimeZone: zone } = useSettings();
  const { language } = usePreferences();
  const [date, setDate] = useState('');
  const run = async () => {
    const result = await api.post('/v1/aggregations', { body: { date } });
    const { status, hours, pendingHours, emptyHours, skippedFrozenHours, processedRecords, errors } = result;
    await queries.invalidateQueries({ queryKey: ['aggregations'] });
    const counts = { hours, pendingHours, emptyHours, skippedFrozenHours, processedRecords };
    notify({
      type: errors.length > 0 ? 'warning' : 'success',
      header: t(status === 'finished' ? 'run.done' : 'run.running', { date }),
      content: [t('run.counts', counts), ...errors.map(({ message }) => message)].join(sentenceGap(language)),
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
