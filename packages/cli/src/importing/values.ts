import { HELD_ELSEWHERE_MODES, type HeldElsewhereMode } from '@token-ledger/importers';
import { refused, UsageError } from '../errors.ts';
import { parseRange } from '../range/range.ts';

/** The options of `token-ledger import` that decide what the records are, as commander names them. */
export interface ImportValues {
  readonly accessKey?: string;
  readonly user?: string;
  readonly feature?: string;
  readonly last?: string;
  readonly from?: string;
  readonly to?: string;
  readonly convention?: string;
  readonly map?: string;
  readonly endedAt?: string;
  readonly heldElsewhere?: string;
  /** The global option: for `symfony` the time zone of PHP. */
  readonly timeZone?: string;
}

/** An instant with its offset, or a day, from its midnight in UTC. @throws UsageError */
export function instantOption(name: string, value: string): number {
  const isInstant = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/.test(value);
  const ms = isInstant ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  throw refused(name, value, 'a day (2026-11-21) or an instant with an offset (2026-11-21T12:00:00Z)');
}

/** @throws UsageError without a value */
export function required(name: string, value: string | undefined): string {
  if (value !== undefined && value !== '') return value;
  throw new UsageError(`${name} is missing.`);
}

/** The range of `--last`, or of `--from` and `--to`, of which each may be missing. */
export function rangeOf({ last, from, to }: ImportValues, nowMs: number) {
  if (last !== undefined)
    return { fromMs: Date.parse(parseRange({ last }, { nowMs, timeZone: 'UTC' }, {}).from) };
  const fromMs = from === undefined ? undefined : instantOption('--from', from);
  const toMs = to === undefined ? undefined : instantOption('--to', to);
  if (fromMs !== undefined && toMs !== undefined && toMs <= fromMs)
    throw new UsageError('--to must be later than --from.');
  return { ...(fromMs !== undefined && { fromMs }), ...(toMs !== undefined && { toMs }) };
}

/** What records get that do not say it themselves. */
export function defaultsOf({ accessKey, user, feature }: ImportValues) {
  if (accessKey?.startsWith('tl_'))
    throw refused(
      '--access-key',
      'tl_…',
      'the id of an access key, ak_…; the key itself belongs into the profile or TOKEN_LEDGER_KEY',
    );
  return {
    ...(accessKey !== undefined && { accessKeyId: accessKey }),
    ...(user !== undefined && { userId: user }),
    ...(feature !== undefined && { feature }),
  };
}

/** The value of `--held-elsewhere`, which may be missing. */
export function heldElsewhereOf({ heldElsewhere: value }: ImportValues): {
  readonly heldElsewhere?: HeldElsewhereMode;
} {
  if (value === undefined) return {};
  const known = HELD_ELSEWHERE_MODES.find((mode) => mode === value);
  if (known === undefined) throw refused('--held-elsewhere', value, HELD_ELSEWHERE_MODES.join(', '));
  return { heldElsewhere: known };
}
