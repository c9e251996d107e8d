/** Why a secret is replaced. */
export const REASONS = ['leaked', 'planned'] as const;
export type Reason = (typeof REASONS)[number];

const SECONDS = { hour: 3600, day: 86_400, week: 604_800 } as const;
export type Overlap = keyof typeof SECONDS;
export const OVERLAPS = Object.keys(SECONDS) as readonly Overlap[];

/** How long the old secret stays valid: only where the change is planned. */
export function overlapSeconds(reason: Reason | undefined, overlap: Overlap): number {
  return reason === 'planned' ? SECONDS[overlap] : 0;
}

/** When the old secret of a key that was just issued ended or will end; undefined for a new key. It is refused within 30 seconds. */
export function endOfOldSecret({
  previousValidUntil,
  rotatedAt,
}: {
  readonly previousValidUntil?: string | undefined;
  readonly rotatedAt?: string | undefined;
}): { readonly at: string; readonly isOver: boolean } | undefined {
  if (previousValidUntil !== undefined) return { at: previousValidUntil, isOver: false };
  return rotatedAt === undefined ? undefined : { at: rotatedAt, isOver: true };
}
