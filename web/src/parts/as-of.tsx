import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { pastCache } from '../session/past-cache.ts';
import { SUGGESTIONS } from './suggestions.ts';
import { useTimes } from './times.tsx';

export interface AsOfProps {
  /** Everything recorded by then is counted. */
  readonly asOf: string | undefined;
  readonly isFetching: boolean;
  readonly onRefresh: () => void;
}

/** How current a page is, and how to make it current. */
export function AsOf({ asOf, isFetching, onRefresh }: AsOfProps) {
  const { t } = useTranslation('parts');
  const times = useTimes();
  const queries = useQueryClient();
  const refresh = () => {
    pastCache.passOnce();
    void queries.invalidateQueries({ queryKey: SUGGESTIONS });
    onRefresh();
  };
  return (
    <SpaceBetween direction="horizontal" size="xs" alignItems="center">
      {asOf !== undefined && (
        <Box variant="small" color="text-body-secondary">
          {t('asOf.text', { time: times.instant(asOf) })}
        </Box>
      )}
      <Button iconName="refresh" ariaLabel={t('asOf.refresh')} loading={isFetching} onClick={refresh} />
    </SpaceBetween>
  );
}

/** Pages about a range that ends now ask again so often, while they are in front. */
export const REFRESH_INTERVAL_MS = 60_000;
