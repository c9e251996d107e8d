import Alert from '@cloudscape-design/components/alert';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParameters } from '../../parts/address.ts';
import { PageContent } from '../../parts/page-content.tsx';
import { askedRange } from '../../parts/range.ts';
import { useSettings } from '../../parts/settings-context.tsx';
import { useTimes } from '../../parts/times.tsx';
import { useNow } from '../../parts/use-now.ts';
import { useMay, useSession } from '../../session/session-provider.tsx';
import { BookTable } from './book-table.tsx';
import { PriceDialogs } from './dialogs.tsx';
import { OverridesTable } from './overrides-table.tsx';
import { PRICES_PARAMETERS } from './parameters.ts';
import { dayOf } from './price-book.ts';
import { repriceCommand } from './reprice-command.ts';
import { UnknownModels } from './unknown-models.tsx';

/** What tokens cost, what your company pays, and what has no price yet. */
export default function PricesPage() {
  const { t } = useTranslation('prices');
  const [parameters, change] = useParameters(PRICES_PARAMETERS);
  const { api, me } = useSession();
  const may = useMay();
  const times = useTimes();
  const nowMs = useNow();
  const { reportingTimeZone } = useSettings();
  const range = askedRange(parameters, nowMs, reportingTimeZone);
  const today = dayOf(nowMs);
  const day = parameters.on ?? today;
  const prices = useQuery({
    queryKey: ['prices'],
    queryFn: ({ signal }) => api.get('/v1/prices', { signal }),
  });
  const { data } = prices;
  const close = () => change({ do: undefined, model: undefined, index: undefined });
  return (
    <PageContent
      title={t('title')}
      description={t('description')}
      current={{ asOf: undefined, isFetching: prices.isFetching, onRefresh: () => void prices.refetch() }}
    >
      <SpaceBetween size="l">
        {data && Date.parse(data.appliesFrom) > nowMs && (
          <Alert type="info">
            {t('waits', { time: times.minute(data.appliesFrom), command: repriceCommand(range, nowMs) })}
          </Alert>
        )}
        {may('getTopConsumers') && !me.ownUsageOnly && (
          <UnknownModels
            prices={data}
            chosen={parameters}
            range={range}
            onRange={change}
            onAdopt={(model) => change({ do: 'adopt', model })}
          />
        )}
        <OverridesTable prices={prices} onDo={(action, index) => change({ do: action, index })} />
        <BookTable prices={prices} day={day} onDay={(on) => change({ on: on === today ? undefined : on })} />
      </SpaceBetween>
      {data && may('putPrices') && parameters.do !== undefined && (
        <PriceDialogs prices={data} parameters={parameters} range={range} nowMs={nowMs} onClose={close} />
      )}
    </PageContent>
  );
}
