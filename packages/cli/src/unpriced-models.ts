import type { RangeOptions } from './range/range.ts';
import type { GlobalOptions } from './session/session.ts';

/** The options that say whose usage of which range a command shows. */
export interface UsageOptions extends RangeOptions, GlobalOptions {
  readonly key?: string | undefined;
  readonly user?: string | undefined;
  readonly model?: readonly string[] | undefined;
  readonly feature?: readonly string[] | undefined;
}

/** What to do about usage without a price, of which a command shows the range. */
export function howToPrice({ last, in: period, from, to, timeZone, profile }: UsageOptions): string {
  const range = optionsOf({ last, in: period, from, to, 'time-zone': timeZone, profile });
  return (
    'Update Token Ledger, or add listPrices for the model that hold on the days of its calls: token-ledger prices set <file>. ' +
    `Then price the past: token-ledger reprice ${range.join(' ')} --apply`
  );
}

/** The command that names the models without a price in the same usage. */
export function unpricedModels(options: UsageOptions): string {
  const { last, in: period, from, to, key, user, model, feature, timeZone, profile } = options;
  const given = optionsOf({
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
  });
  return ['token-ledger top --by model --sort unpricedRequests', ...given].join(' ');
}

function optionsOf(values: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name} ${shellWord(value)}`],
  );
}

/** One word for a shell, in quotes where it needs them. */
function shellWord(value: string): string {
  return /^[\w.,:@/+-]+$/.test(value) ? value : `"${value.replaceAll(/["\\$`]/g, String.raw`\$&`)}"`;
}
