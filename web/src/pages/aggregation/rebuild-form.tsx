import Box from '@cloudscape-design/components/box';
import Checkbox from '@cloudscape-design/components/checkbox';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { notify } from '../../parts/notifications.tsx';
import { useSettings } from '../../parts/settings-context.tsx';
import { useTimes } from '../../parts/times.tsx';
import { useSession } from '../../session/session-provider.tsx';
import { DateField } from './date-field.tsx';
import { hoursOfDates, isPastDate } from './hours-of-dates.ts';
import { runningInstead } from './rebuild.ts';

export interface RebuildFormProps {
  /** A rebuild runs: the one that was asked for, or the one that is in its way. */
  readonly onRunning: (id: string) => void;
  readonly onClose: () => void;
}

/** Chooses what to sum again, and asks before it begins. */
export function RebuildForm({ onRunning, onClose }: RebuildFormProps) {
  const { t } = useTranslation('aggregation');
  const { api } = useSession();
  const queries = useQueryClient();
  const times = useTimes();
  const { reportingTimeZone: zone } = useSettings();
  const [first, setFirst] = useState('');
  const [last, setLast] = useState('');
  const [repair, setRepair] = useState(false);
  const [asked, setAsked] = useState<{ readonly from: string; readonly to: string }>();

  if (asked) {
    const start = async () => {
      try {
        const { id } = await api.post('/v1/rebuilds', { body: { ...asked, repair } });
        await queries.invalidateQueries({ queryKey: ['aggregations'] });
        onRunning(id);
      } catch (error) {
        const running = runningInstead(error);
        if (running === undefined) throw error;
        notify({ type: 'warning', content: t('rebuild.another') });
        onRunning(running);
      }
    };
    return (
      <ConfirmDialog
        title={t('rebuild.confirm')}
        action={t('rebuild.action')}
        {...(repair && { typeToConfirm: 'repair' })}
        onConfirm={start}
        onClose={() => setAsked(undefined)}
      >
        <SpaceBetween size="xs">
          <Box>{t('rebuild.range', { from: times.minute(asked.from), to: times.minute(asked.to) })}</Box>
          <Box>{t(repair ? 'rebuild.explainRepair' : 'rebuild.explain')}</Box>
        </SpaceBetween>
      </ConfirmDialog>
    );
  }
  const check = () => {
    const nowMs = Date.now();
    const isGood = (date: string) => isPastDate(date, zone, nowMs);
    return {
      '/from': isGood(first) ? undefined : t('dateNeeded'),
      '/to': !isGood(last) ? t('dateNeeded') : last < first ? t('backwards') : undefined,
    };
  };
  return (
    <FormDialog
      title={t('rebuild.title')}
      action={t('rebuild.next')}
      check={check}
      onSubmit={async () => setAsked(hoursOfDates(first, last, zone, Date.now()))}
      onClose={onClose}
    >
      {(problems) => (
        <SpaceBetween size="m">
          <Box>{t('rebuild.what')}</Box>
          <ColumnLayout columns={2}>
            <DateField
              label={t('first')}
              value={first}
              zone={zone}
              problem={problems['/from']}
              onChange={setFirst}
            />
            <DateField
              label={t('last')}
              value={last}
              zone={zone}
              problem={problems['/to']}
              onChange={setLast}
            />
          </ColumnLayout>
          <Checkbox
            checked={repair}
            description={t('rebuild.repairHint')}
            onChange={({ detail }) => setRepair(detail.checked)}
          >
            {t('rebuild.repair')}
          </Checkbox>
        </SpaceBetween>
      )}
    </FormDialog>
  );
}
