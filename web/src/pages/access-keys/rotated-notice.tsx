import Box from '@cloudscape-design/components/box';
import { useTranslation } from 'react-i18next';
import { useTimes } from '../../parts/times.tsx';
import { KeyLinks } from './key-links.tsx';
import type { endOfOldSecret } from './rotation.ts';

export interface RotatedNoticeProps {
  readonly id: string;
  readonly name: string;
  readonly end: NonNullable<ReturnType<typeof endOfOldSecret>>;
}

/** What became of the old secret, and where to see what it was used for. */
export function RotatedNotice({ id, name, end: { at, isOver } }: RotatedNoticeProps) {
  const { t } = useTranslation('access-keys');
  const times = useTimes();
  return (
    <>
      <Box color="inherit" padding={{ bottom: 'xxs' }}>
        {t(isOver ? 'rotate.refused' : 'rotate.ends', { name, time: times.instant(at) })}
      </Box>
      <KeyLinks id={id} isInverted />
    </>
  );
}
