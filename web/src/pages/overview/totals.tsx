import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import type { UseQueryResult } from '@tanstack/react-query';
import { type components, wholeNumber } from '@token-ledger/client/query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { addressOf } from '../../parts/address.ts';
import type { Division } from '../../parts/division.ts';
import { ExploreLink } from '../../parts/explore-link.tsx';
import { Count } from '../../parts/figure.tsx';
import { shareOf, showShare } from '../../parts/figures.ts';
import type { Measure } from '../../parts/measures.ts';
import { usePreferences } from '../../parts/preferences.ts';
import { QueryState } from '../../parts/query-state.tsx';
import { RangeText } from '../../parts/range-text.tsx';
import { RecordsLink } from '../../parts/records-link.tsx';
import { SentenceGap } from '../../parts/sentence-gap.tsx';
import { Spend } from '../../parts/spend.tsx';
import type { Subject } from '../../parts/subject.ts';
import { useTimes } from '../../parts/times.tsx';
import { UnpricedNote } from '../../parts/unpriced-note.tsx';
import { useMay } from '../../session/session-provider.tsx';
import type { Overview } from './use-overview.ts';

export interface TotalsProps {
  readonly overview: UseQueryResult<Overview>;
  readonly subject: Subject;
  /** Who used anything, of a company: the answers that count them. */
  readonly consumers: { readonly keys: Ranked; readonly users: Ranked } | undefined;
}

type Ranked = UseQueryResult<Pick<components['schemas']['TopConsumers'], 'active'>>;

/** The figures of the range, each with its change against the range before. */
export function Totals({ overview, subject, consumers }: TotalsProps) {
  const { t } = useTranslation('overview');
  const { language } = usePreferences();
  const times = useTimes();
  const may = useMay();
  return (
    <Container>
      <QueryState query={overview} lines={4}>
        {({ range, totals, previous, change }) => {
          const hits = cacheHitShare(totals.tokens);
          const previousHits = previous ? cacheHitShare(previous.tokens) : undefined;
          const figure = (label: string, value: ReactNode, below?: ReactNode) => ({
            label,
            value: (
              <div>
                <Box variant="awsui-value-large" display="block">
                  {value}
                </Box>
                {below}
              </div>
            ),
          });
          const exploreLink = (measure: Measure) => (
            <Below>
              <ExploreLink range={range} filter={subject.filter} more={{ measure }}>
                {t('showTrend')}
              </ExploreLink>
            </Below>
          );
          const ranking = (by: Division) =>
            may('getTopConsumers') && (
              <Below>
                <Link href={addressOf('/top-consumers', { ...range, ...subject.filter, by })}>
                  {t('showRanking')}
                </Link>
              </Below>
            );
          const { unpricedRequests, uncertainRequests } = totals.cost;
          return (
            <>
              <div data-print-only>
                <Box padding={{ bottom: 's' }}>
                  {t('printedRange', { from: times.minute(range.from), to: times.minute(range.to) })}
                </Box>
              </div>
              <KeyValuePairs
                columns={3}
                minColumnWidth={170}
                items={[
                  figure(
                    t('spend'),
                    <Spend sums={totals} />,
                    <>
                      <Change change={change?.cost} isKnown={previous !== null} />
                      {previous && <PreviousUnpriced previous={previous} />}
                      {exploreLink('cost')}
                      <UnpricedNote count={unpricedRequests} range={range} />
                      <Uncertain count={uncertainRequests} />
                    </>,
                  ),
                  figure(
                    t('tokens'),
                    <Count value={totals.tokens.total} />,
                    <>
                      <Change change={change?.total} isKnown={previous !== null} />
                      {exploreLink('total')}
                    </>,
                  ),
                  figure(
                    t('requests'),
                    <Count value={totals.requests} />,
                    <>
                      <Change change={change?.requests} isKnown={previous !== null} />
                      <Below>
                        <RecordsLink range={range} filter={subject.filter}>
                          {t('showRecords')}
                        </RecordsLink>
                      </Below>
                    </>,
                  ),
                  figure(
                    t('cacheHits'),
                    hits === undefined ? '–' : showShare(hits, language),
                    <Box variant="small" display="block" color="text-body-secondary">
                      {previousHits === undefined
                        ? t('cacheHitsHint')
                        : t('cacheHitsBefore', { share: showShare(previousHits, language) })}
                    </Box>,
                  ),
                  ...(consumers
                    ? [
                        figure(t('activeKeys'), <Active of={consumers.keys} />, ranking('key')),
                        figure(t('activeUsers'), <Active of={consumers.users} />, ranking('user')),
                      ]
                    : []),
                ]}
              />
              <Box variant="small" display="block" padding={{ top: 's' }} color="text-body-secondary">
                <RangeText range={range} />
                {previous && (
                  <>
                    {t('previousRange')}
                    <SentenceGap />
                    <RangeText range={previous} />
                  </>
                )}
              </Box>
            </>
          );
        }}
      </QueryState>
    </Container>
  );
}

/** The rankings come after the other figures, in whose place there is a dash. */
function Active({ of: { data } }: { readonly of: Ranked }) {
  return data ? <Count value={data.active} /> : '–';
}

function Below({ children }: { readonly children: ReactNode }) {
  return (
    <Box variant="small" display="block" data-no-print>
      {children}
    </Box>
  );
}

/** Of the tokens of all prompts, those that were read from the cache. */
function cacheHitShare(tokens: Overview['totals']['tokens']): number | undefined {
  const { input, cacheCreation5m, cacheCreation1h, cacheCreationUnattributed, cacheRead } = tokens;
  const prompts = [input, cacheCreation5m, cacheCreation1h, cacheCreationUnattributed, cacheRead];
  const sum = prompts.reduce((total: bigint, part) => total + wholeNumber(part), 0n);
  return shareOf(cacheRead, sum.toString());
}

function Change({
  change,
  isKnown,
}: {
  readonly change: number | null | undefined;
  readonly isKnown: boolean;
}) {
  const { t } = useTranslation('overview');
  const { language } = usePreferences();
  if (change === undefined || change === null)
    return (
      <Box variant="small" display="block" color="text-body-secondary">
        {t(isKnown ? 'nothingBefore' : 'beforeUnknown')}
      </Box>
    );
  if (change >= 10)
    return (
      <Box variant="small" display="block" color="text-body-secondary">
        {t('changeTimes', { times: new Intl.NumberFormat(language).format(Math.round(change + 1)) })}
      </Box>
    );
  const share = new Intl.NumberFormat(language, {
    style: 'percent',
    signDisplay: 'exceptZero',
    maximumFractionDigits: Math.abs(change) < 1 ? 1 : 0,
  }).format(change);
  return (
    <Box variant="small" display="block" color="text-body-secondary">
      {t('change', { share })}
    </Box>
  );
}

function Uncertain({ count }: { readonly count: number | string }) {
  const { t } = useTranslation('overview');
  const requests = Number(count);
  if (requests === 0) return null;
  return (
    <Box variant="small" display="block" color="text-status-warning">
      {t('uncertain', { count: requests })}
    </Box>
  );
}

/** A change against a sum that lacks calls says less than it seems. */
function PreviousUnpriced({ previous }: { readonly previous: NonNullable<Overview['previous']> }) {
  const { t } = useTranslation('overview');
  const count = Number(previous.cost.unpricedRequests);
  if (count === 0) return null;
  return (
    <Box variant="small" display="block" color="text-body-secondary">
      {t('previousUnpriced', { count })}
    </Box>
  );
}
