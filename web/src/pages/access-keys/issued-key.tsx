import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useTranslation } from 'react-i18next';
import { homeUrl } from '../../app/settings.ts';
import { addressOf } from '../../parts/address.ts';
import { CodeBlock } from '../../parts/code-block.tsx';
import { SecretDialog } from '../../parts/secret-dialog.tsx';
import { Instant } from '../../parts/times.tsx';
import type { IssuedAccessKey } from './access-key.ts';

export interface IssuedKeyProps {
  readonly issued: IssuedAccessKey;
  readonly onClose: () => void;
}

/** The secret of a new or rotated key, and where programs expect it. */
export function IssuedKey({ issued, onClose }: IssuedKeyProps) {
  const { t } = useTranslation('access-keys');
  const { name, accessKey, previousValidUntil } = issued;
  const endpoint = homeUrl().replace(/\/$/, '');
  return (
    <SecretDialog title={t('issued.title', { name })} secret={accessKey} onClose={onClose}>
      <SpaceBetween size="s">
        {previousValidUntil !== undefined && (
          <Box>
            {t('issued.previous')} <Instant at={previousValidUntil} />
          </Box>
        )}
        <Box>{t('issued.environment')}</Box>
        <CodeBlock
          label={t('issued.environmentLabel')}
          code={`export TOKEN_LEDGER_URL=${endpoint}\nexport TOKEN_LEDGER_KEY=${accessKey}`}
        />
        <Link href={addressOf('/get-started')} onFollow={onClose}>
          {t('issued.next')}
        </Link>
      </SpaceBetween>
    </SecretDialog>
  );
}
