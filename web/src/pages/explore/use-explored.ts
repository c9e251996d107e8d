import { useQuery } from '@tanstack/react-query';
import type { components } from '@token-ledger/client/query';
import type { Values } from '../../parts/address.ts';
import { API_DIVISIONS, divisionBeside } from '../../parts/division.ts';
import { useDivision } from '../../parts/division-choice.tsx';
import { keepWhileSame } from '../../parts/keep-while-same.ts';
import { shapeOf } from '../../parts/periods.ts';
import { useSubject } from '../../parts/subject.ts';
import { useSession } from '../../session/session-provider.tsx';
import type { EXPLORE_PARAMETERS } from './parameters.ts';

export type Trends = components['schemas']['Trends'];

const DEFAULT_SERIES = 8;

/** What the address asks for, and the answer: one trend, divided. */
export function useExplored(parameters: Values<typeof EXPLORE_PARAMETERS>) {
  const { api } = useSession();
  const subject = useSubject(parameters);
  const { measure = 'cost', top = DEFAULT_SERIES } = parameters;
  const division = useDivision(parameters.by ?? divisionBeside(subject.filter), subject.filter);
  const shape = shapeOf(subject.span, parameters.period, top);
  const asked = { ...subject.query, period: shape.period, splitBy: API_DIVISIONS[division] };
  const largest = { sort: measure, limit: shape.limit };
  const trends = useQuery({
    queryKey: ['explore', asked, largest],
    queryFn: ({ signal }) => api.get('/v1/trends', { query: { ...asked, ...largest }, signal }),
    refetchInterval: subject.refetchInterval,
    // Another measure of the same usage replaces the chart without a flicker.
    placeholderData: keepWhileSame(asked),
  });
  return { subject, division, measure, top, trends };
}
