import { useQuery } from '@tanstack/react-query';
import type { components } from '@token-ledger/client/query';
import type { Values } from '../../parts/address.ts';
import { API_DIVISIONS } from '../../parts/division.ts';
import { useDivision } from '../../parts/division-choice.tsx';
import { keepWhileSame } from '../../parts/keep-while-same.ts';
import { linePeriodFor } from '../../parts/periods.ts';
import { useSubject } from '../../parts/subject.ts';
import { useSession } from '../../session/session-provider.tsx';
import { linesOf } from './lines.ts';
import type { TOP_CONSUMERS_PARAMETERS } from './parameters.ts';

export type Consumer = components['schemas']['Consumer'];

const DEFAULT_LIMIT = 20;
/** The most series that the API makes: those of higher rank have a line. */
const MAX_LINES = 20;

/** What the address asks for: the ranking, and the trends of the largest. */
export function useRanking(parameters: Values<typeof TOP_CONSUMERS_PARAMETERS>) {
  const { api, me } = useSession();
  const subject = useSubject(parameters);
  const { measure = 'cost', limit = DEFAULT_LIMIT, minTokens = 0, minRequests = 0 } = parameters;
  const division = useDivision(parameters.by ?? (me.ownUsageOnly ? 'model' : 'user'), subject.filter);
  const dimension = API_DIVISIONS[division];
  const thresholds = { minTokens, minRequests };
  const asked = { ...subject.query, dimension };
  const largest = { ...thresholds, sort: measure, limit };
  const ranking = useQuery({
    queryKey: ['ranking', asked, largest],
    queryFn: ({ signal }) => api.get('/v1/top-consumers', { query: { ...asked, ...largest }, signal }),
    refetchInterval: subject.refetchInterval,
    placeholderData: keepWhileSame(asked),
  });
  const period = linePeriodFor(subject.span);
  const split = { ...subject.query, period, splitBy: dimension, sort: measure, limit: MAX_LINES };
  const trends = useQuery({
    queryKey: ['ranking-lines', split],
    queryFn: ({ signal }) => api.get('/v1/trends', { query: split, signal }),
    refetchInterval: subject.refetchInterval,
  });
  return {
    subject,
    division,
    measure,
    limit,
    thresholds,
    ranking,
    lines: trends.data && linesOf(trends.data, measure),
  };
}
