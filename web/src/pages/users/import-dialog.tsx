import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FileUpload from '@cloudscape-design/components/file-upload';
import FormField from '@cloudscape-design/components/form-field';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeBlock } from '../../parts/code-block.tsx';
import { ErrorState } from '../../parts/error-state.tsx';
import { ImportResults } from './import-results.tsx';
import { EXAMPLE_CSV, type ImportAnswer, MAX_IMPORT_BYTES } from './user.ts';

export interface ImportDialogProps {
  readonly onImport: (csv: string) => Promise<ImportAnswer>;
  readonly onClose: () => void;
}

/** Registers many users from a file, and shows what became of each row. */
export function ImportDialog({ onImport, onClose }: ImportDialogProps) {
  const { t } = useTranslation('users');
  const parts = useTranslation('parts').t;
  const [files, setFiles] = useState<readonly File[]>([]);
  const [file] = files;
  const sending = useMutation({ mutationFn: async (chosen: File) => onImport(await chosen.text()) });
  const isTooLarge = file !== undefined && file.size > MAX_IMPORT_BYTES;
  return (
    <Modal
      visible
      size="large"
      header={t('import.title')}
      onDismiss={({ detail }) => detail.reason !== 'overlay' && onClose()}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {sending.data ? t('import.close') : parts('confirm.cancel')}
            </Button>
            <Button
              variant="primary"
              loading={sending.isPending}
              disabled={file === undefined || isTooLarge}
              onClick={() => file && sending.mutate(file)}
            >
              {t('import.action')}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <FormField label={t('import.file')} description={t('import.explain')}>
          <FileUpload
            value={files}
            accept=".csv,text/csv"
            showFileSize
            constraintText={t('import.limit')}
            fileErrors={[isTooLarge ? t('import.tooLarge') : null]}
            onChange={({ detail }) => {
              setFiles(detail.value);
              sending.reset();
            }}
            i18nStrings={{
              uploadButtonText: () => t('import.choose'),
              dropzoneText: () => t('import.drop'),
              removeFileAriaLabel: (_index, name) => t('import.remove', { name }),
              errorIconAriaLabel: t('import.error'),
            }}
          />
        </FormField>
        {sending.data ? (
          <ImportResults answer={sending.data} />
        ) : (
          <SpaceBetween size="xs">
            <Box>{t('import.example')}</Box>
            <CodeBlock code={EXAMPLE_CSV} label={t('import.example')} />
          </SpaceBetween>
        )}
        {sending.error !== null && <ErrorState error={sending.error} title={parts('error.refused')} />}
      </SpaceBetween>
    </Modal>
  );
}
