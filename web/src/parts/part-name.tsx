import { useTranslation } from 'react-i18next';
import { type Division, NOBODY } from './division.ts';
import { NamedId } from './named-id.tsx';

/** A part of a division: by its name, or what it lacks. */
export function PartName(part: {
  readonly division: Division;
  readonly id: string;
  readonly name?: string | undefined;
  readonly isNarrow?: boolean;
}) {
  const nameOf = usePartName(part.division);
  return part.id === NOBODY ? (
    nameOf(part)
  ) : (
    <NamedId id={part.id} name={part.name} isNarrow={part.isNarrow ?? false} />
  );
}

/** The same as text, for charts. */
export function usePartName(division: Division) {
  const { t } = useTranslation('parts');
  return ({ id, name }: { readonly id: string; readonly name?: string | undefined }): string => {
    if (id !== NOBODY) return name ?? id;
    return t(division === 'feature' ? 'division.withoutFeature' : 'division.withoutUser');
  };
}
