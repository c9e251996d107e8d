import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useTranslation } from 'react-i18next';
import { addressOf } from '../../parts/address.ts';
import { useMay } from '../../session/session-provider.tsx';

export interface KeyLinksProps {
  readonly id: string;
  /** On a colored ground. */
  readonly isInverted?: boolean;
}

/** What to look at once a secret has leaked: what the key reported, what it asked for, and who changed it. */
export function KeyLinks({ id, isInverted = false }: KeyLinksProps) {
  const { t } = useTranslation('access-keys');
  const may = useMay();
  const color = isInverted ? 'inverted' : 'normal';
  return (
    <SpaceBetween direction="horizontal" size="m">
      {may('getRecords') && (
        <Link color={color} href={addressOf('/records', { last: '30d', key: id })}>
          {t('links.records')}
        </Link>
      )}
      {may('getAudit') && (
        <Link color={color} href={addressOf('/audit', { last: '30d', actor: id })}>
          {t('links.audit')}
        </Link>
      )}
      {may('getAudit') && (
        <Link color={color} href={addressOf('/audit', { last: '90d', target: id })}>
          {t('links.changes')}
        </Link>
      )}
    </SpaceBetween>
  );
}
