import FormField from '@cloudscape-design/components/form-field';
import RadioGroup from '@cloudscape-design/components/radio-group';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { OVERLAPS, type Overlap, overlapSeconds, REASONS, type Reason } from './rotation.ts';

export interface RotateDialogProps {
  readonly name: string;
  readonly onSubmit: (overlapSeconds: number) => Promise<unknown>;
  readonly onClose: () => void;
}

/** Replaces the secret of a key. Why is asked first, as a default would leave a leaked secret valid. */
export function RotateDialog({ name, onSubmit, onClose }: RotateDialogProps) {
  const { t } = useTranslation('access-keys');
  const [reason, setReason] = useState<Reason>();
  const [overlap, setOverlap] = useState<Overlap>('day');
  const option = (value: Overlap) => ({ value, label: t(`rotate.${value}`) });
  return (
    <FormDialog
      title={t('rotate.title', { name })}
      action={t('rotate.action')}
      check={() => ({ '/reason': reason === undefined ? t('rotate.choose') : undefined })}
      onSubmit={() => onSubmit(overlapSeconds(reason, overlap))}
      onClose={onClose}
    >
      {(problems) => (
        <SpaceBetween size="l">
          <FormField
            label={t('rotate.why')}
            description={t('rotate.explain')}
            errorText={problems['/reason'] ?? problems['/overlapSeconds']}
          >
            <RadioGroup
              value={reason ?? null}
              items={REASONS.map((value) => ({
                value,
                label: t(`rotate.${value}`),
                description: t(`rotate.${value}Hint`),
              }))}
              onChange={({ detail }) => setReason(REASONS.find((each) => each === detail.value))}
            />
          </FormField>
          {/* Always there, so that the buttons below stay where they are. */}
          <FormField label={t('rotate.overlap')}>
            <Select
              disabled={reason !== 'planned'}
              selectedOption={option(overlap)}
              options={OVERLAPS.map(option)}
              onChange={({ detail }) =>
                setOverlap(OVERLAPS.find((each) => each === detail.selectedOption.value) ?? overlap)
              }
            />
          </FormField>
        </SpaceBetween>
      )}
    </FormDialog>
  );
}
