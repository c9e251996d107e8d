import type { RangeOptions } from './range/range.ts';
import type { GlobalOptions } from './session/session.ts';

/** The options that say whose usage of which range a command shows. */
export interface UsageOptions extends RangeOptions, GlobalOptions {
  readonly key?: string | undefined;
  readonly user?: string | undefined;
  readonly model?: readonly string[] | undefined;
  readonly feature?: readonly string[] | undefined;
}

/** The command that names the models without a price in the same usage. */
export function unpricedModels(options: UsageOptions): string {
  const { last, in: period, from, to, key, user, model, feature, timeZone, profile } = options;
  const given = Object.entries({
    last,
    in: period,
    from,
    to,
    key,
    user,
    model: model?.join(','),
    feature: feature?.join(','),
    'time-zone': timeZone,
    profile,
  }).flatMap(([name, value]) => (value === undefined ? [] : [`--${name} ${shellWord(value)}`]));
  return ['token-ledger top --by model --sort unpricedRequests', ...given].join(' ');
}

/** One word for a shell, in quotes where it needs them. */
function shellWord(value: string): string {
  return /^[\w.,:@/+-]+$/.test(value) ? value : `"${value.replaceAll(/["\\$`]/g, String.raw`\$&`)}"`;
}
