import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { describeProblem } from '../../parts/describe-problem.ts';
import { notify } from '../../parts/notifications.tsx';
import { useSettings } from '../../parts/settings-context.tsx';
import { useSession } from '../../session/session-provider.tsx';
import { lastMonthRequest } from './last-month.ts';
import type { Export } from './use-exports.ts';

/** Starts the export that is asked for most, without a form. */
export function useExportLastMonth(onStarted: (made: Export) => void) {
  const { t } = useTranslation('app');
  const { api } = useSession();
  const { reportingTimeZone } = useSettings();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api.post('/v1/exports', { body: lastMonthRequest(Date.now(), reportingTimeZone) }),
    onSuccess: (made) => {
      onStarted(made);
      return queries.invalidateQueries({ queryKey: ['exports'] });
    },
    onError: (error) => notify({ type: 'error', content: describeProblem(error, t) }),
  });
}
