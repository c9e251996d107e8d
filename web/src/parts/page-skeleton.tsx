import Box from '@cloudscape-design/components/box';
import Spinner from '@cloudscape-design/components/spinner';
import { useTranslation } from 'react-i18next';

/** What a page shows until its code and texts are there. */
export function PageSkeleton() {
  const { t } = useTranslation('app');
  return (
    <Box textAlign="center" padding="xxxl">
      <Spinner size="large" />
      <Box variant="p" color="text-body-secondary">
        {t('loading')}
      </Box>
    </Box>
  );
}
