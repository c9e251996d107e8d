import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useTranslation } from 'react-i18next';
import { useMay } from '../session/session-provider.tsx';

/** For an address without a page, and for callers who may see none. */
export function NotFound() {
  const { t } = useTranslation('app');
  const mayQuery = useMay()('getOverview');
  return (
    <Box textAlign="center" padding="xxl">
      <SpaceBetween size="m">
        <Box variant="h1">{t(mayQuery ? 'notFound.title' : 'nothingToSee.title')}</Box>
        <Box color="text-body-secondary">{t(mayQuery ? 'notFound.text' : 'nothingToSee.text')}</Box>
        {mayQuery && <Button href="#/">{t('notFound.action')}</Button>}
      </SpaceBetween>
    </Box>
  );
}
