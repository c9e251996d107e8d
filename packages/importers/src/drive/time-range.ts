/** [fromMs, toMs) */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

export function isWithin(ms: number, { fromMs, toMs }: TimeRange): boolean {
  return ms >= fromMs && ms < toMs;
}
