import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { components } from '@token-ledger/client/query';
import type { Values } from '../../parts/address.ts';
import { API_DIVISIONS } from '../../parts/division.ts';
import { useDivision } from '../../parts/division-choice.tsx';
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
  const division = useDivision(parameters.by ?? 'model', subject.filter);
  const span = {
    fromMs: Date.parse(subject.range.from),
    toMs: subject.range.to === undefined ? Date.now() : Date.parse(subject.range.to),
  };
  const shape = shapeOf(span, parameters.period, top);
  const query = { ...subject.query, ...shape, splitBy: API_DIVISIONS[division], sort: measure };
  const trends = useQuery({
    queryKey: ['explore', query],
    queryFn: ({ signal }) => api.get('/v1/trends', { query, signal }),
    refetchInterval: subject.refetchInterval,
    // Another measure or division replaces the chart without a flicker.
    placeholderData: keepPreviousData,
  });
  return { subject, span, division, measure, top, trends };
}
