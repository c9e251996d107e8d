import Alert from '@cloudscape-design/components/alert';
import FormField from '@cloudscape-design/components/form-field';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../parts/form-dialog.tsx';

export interface RotateDialogProps {
  readonly name: string;
  readonly onSubmit: (overlapSeconds: number) => Promise<unknown>;
  readonly onClose: () => void;
}

const OVERLAPS = { none: 0, hour: 3600, day: 86_400, week: 604_800 } as const;
type Overlap = keyof typeof OVERLAPS;
const CHOICES = Object.keys(OVERLAPS) as readonly Overlap[];

/** Replaces the secret of a key, now or with time to bring the new one to all programs. */
export function RotateDialog({ name, onSubmit, onClose }: RotateDialogProps) {
  const { t } = useTranslation('access-keys');
  const [overlap, setOverlap] = useState<Overlap>('day');
  return (
    <FormDialog
      title={t('rotate.title', { name })}
      action={t('rotate.action')}
      check={() => ({})}
      onSubmit={() => onSubmit(OVERLAPS[overlap])}
      onClose={onClose}
    >
      {(problems) => (
        <SpaceBetween size="l">
          <FormField
            label={t('rotate.overlap')}
            description={t('rotate.explain')}
            errorText={problems['/overlapSeconds']}
          >
            <RadioGroup
              value={overlap}
              items={CHOICES.map((value) => ({ value, label: t(`rotate.${value}`) }))}
              onChange={({ detail }) =>
                setOverlap(CHOICES.find((choice) => choice === detail.value) ?? overlap)
              }
            />
          </FormField>
          {overlap === 'none' && <Alert type="warning">{t('rotate.atOnce')}</Alert>}
        </SpaceBetween>
      )}
    </FormDialog>
  );
}
