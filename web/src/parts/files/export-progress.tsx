import ProgressBar from '@cloudscape-design/components/progress-bar';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { components } from '@token-ledger/client/query';
import { useTranslation } from 'react-i18next';
import { showShare } from '../figures.ts';
import { usePreferences } from '../preferences.ts';

type ExportStatus = components['schemas']['ReportRun']['status'];

/** Statuses after which nothing changes. */
export function isOver(status: ExportStatus): boolean {
  return status !== 'queued' && status !== 'running';
}

/** An export that is under way is asked about so often. */
export const PROGRESS_INTERVAL_MS = 2_000;

export interface ExportProgressProps {
  readonly status: ExportStatus;
  /** From 0 to 1, where it is known. */
  readonly progress?: number;
  /** In tables, where a bar has no room. */
  readonly isShort?: boolean;
}

/** How far an export is. */
export function ExportProgress({ status, progress, isShort = false }: ExportProgressProps) {
  const { t } = useTranslation('files');
  const { language } = usePreferences();
  // The bar says whole percents.
  const percent = status === 'running' && progress !== undefined ? Math.floor(progress * 100) : undefined;
  if (percent !== undefined && !isShort) {
    return (
      <ProgressBar
        variant="standalone"
        value={percent}
        ariaLabel={t('progress')}
        additionalInfo={t('status.running')}
      />
    );
  }
  return (
    <StatusIndicator type={TYPES[status]}>
      {t(`status.${status}`)}
      {percent !== undefined && ` ${showShare(percent / 100, language)}`}
    </StatusIndicator>
  );
}

const TYPES = {
  queued: 'pending',
  running: 'in-progress',
  finished: 'success',
  failed: 'error',
  deleted: 'stopped',
} as const;
