import Box from '@cloudscape-design/components/box';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useTranslation } from 'react-i18next';
import { Instant } from './times.tsx';

export interface EnabledStateProps {
  readonly disabled: boolean;
  /** When it was disabled, where that is shown. */
  readonly disabledAt?: string | undefined;
}

/** Whether an access key or user may be used. */
export function EnabledState({ disabled, disabledAt }: EnabledStateProps) {
  const { t } = useTranslation('parts');
  return (
    <>
      <StatusIndicator type={disabled ? 'stopped' : 'success'}>
        {t(disabled ? 'form.states.disabled' : 'form.states.enabled')}
      </StatusIndicator>
      {disabledAt !== undefined && (
        <>
          {' '}
          <Box variant="small">
            <Instant at={disabledAt} />
          </Box>
        </>
      )}
    </>
  );
}
