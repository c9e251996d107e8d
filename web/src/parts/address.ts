import { type RouterHistory, useLocation, useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { withoutSecrets } from './without-secrets.ts';

/*
 * What an address holds after its path: `#/records?user=u_42&model=a&model=b`. Each page declares its parameters; what does
 * not fit is left out, so that an old or edited address shows the page rather than an error; the frame names it. No address that the console
 * writes holds the secret of an access key: histories, logs and people who get a link would keep it.
 */

/** Reads one parameter from its values; undefined if they are no value of it. */
export type Parameter<T> = (values: readonly string[]) => T | undefined;
export type Parameters = Readonly<Record<string, Parameter<unknown>>>;

/** What was read: only what is there. */
export type Values<P extends Parameters> = {
  readonly [N in keyof P]?: P[N] extends Parameter<infer T> ? T : never;
};

export const text =
  (maxLength = 1024): Parameter<string> =>
  ([value]) =>
    value !== undefined && value.length > 0 && value.length <= maxLength ? value : undefined;

export const texts =
  (maxValues = 100): Parameter<readonly string[]> =>
  (values) => {
    const present = [...new Set(values.filter((value) => value !== ''))].slice(0, maxValues);
    return present.length > 0 ? present : undefined;
  };

export const oneOf =
  <const T extends string>(choices: readonly T[]): Parameter<T> =>
  ([value]) =>
    choices.find((choice) => choice === value);

export const someOf =
  <const T extends string>(choices: readonly T[]): Parameter<readonly T[]> =>
  (values) => {
    const present = choices.filter((choice) => values.includes(choice));
    return present.length > 0 ? present : undefined;
  };

export const wholeNumber =
  (minimum: number, maximum: number): Parameter<number> =>
  ([value]) => {
    const parsed = value !== undefined && /^\d{1,16}$/.test(value) ? Number(value) : Number.NaN;
    return parsed >= minimum && parsed <= maximum ? parsed : undefined;
  };

/** US dollars with up to nine decimals, as the API takes them; a dollar sign may be typed before them. */
export const dollars: Parameter<string> = ([value]) =>
  /^\$?\s*((?:0|[1-9]\d{0,8})(?:\.\d{1,9})?)$/.exec(value?.trim() ?? '')?.[1];

/** An ISO 8601 instant. */
export const instant: Parameter<string> = ([value]) =>
  value !== undefined && /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value))
    ? new Date(value).toISOString()
    : undefined;

export function readParameters<P extends Parameters>(
  parameters: P,
  raw: Readonly<Record<string, unknown>>,
): Values<P> {
  const read: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(parameters)) {
    const values = [raw[name] ?? []].flat().map(String);
    const value = parameter(values);
    if (value !== undefined) read[name] = value;
  }
  return read as Values<P>;
}

/** One value of an address that its page does not take. */
export interface NotUnderstood {
  readonly name: string;
  readonly value: string;
}

/** What an address holds that its page does not take, each value by itself: empty ones ask for nothing. */
export function notUnderstood(
  parameters: Parameters,
  raw: Readonly<Record<string, unknown>>,
): readonly NotUnderstood[] {
  const known = new Map(Object.entries(parameters));
  return Object.entries(raw).flatMap(([name, given]) =>
    [given ?? []]
      .flat()
      .map(String)
      .filter((value) => value !== '' && known.get(name)?.([value]) === undefined)
      .map((value) => ({ name, value })),
  );
}

/** Every value is a text, and a list repeats its name. */
export function parseSearch(search: string): Record<string, string | readonly string[]> {
  const parsed: Record<string, string | readonly string[]> = {};
  const entries = new URLSearchParams(search);
  for (const name of new Set(entries.keys())) {
    const values = entries.getAll(name).map(withoutSecrets);
    parsed[name] = values.length === 1 ? String(values[0]) : values;
  }
  return parsed;
}

export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(search).flatMap(([name, value]) =>
    ([value ?? []].flat() as unknown as readonly (string | number)[]).map((item): [string, string] => [
      name,
      withoutSecrets(String(item)),
    ]),
  );
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries)}`;
}

/** The address of a page, for a link. */
export function addressOf(path: `/${string}`, search: Readonly<Record<string, unknown>> = {}): string {
  return `#${path}${stringifySearch(search)}`;
}

/**
 * The parameters of the page that is shown, and how to change some of them: undefined removes one. What a page ends after the reader
 * left it, such as a dialog whose request was under way, changes nothing of the page that came.
 */
export function useParameters<P extends Parameters>(
  parameters: P,
): [Values<P>, (change: { readonly [N in keyof P]?: Values<P>[N] | undefined }) => void] {
  const values = readParameters(parameters, useSearch({ strict: false }));
  const navigate = useNavigate();
  const { history } = useRouter() as { readonly history: RouterHistory };
  const pathname = useLocation({ select: (shown) => shown.pathname });
  const change = useCallback(
    (changed: object) => {
      if (history.location.pathname !== pathname) return;
      void navigate({ to: '.', search: (previous: object) => ({ ...previous, ...changed }) });
    },
    [navigate, history, pathname],
  );
  return [values, change];
}
