import { styleText } from 'node:util';
import type { Io } from '../io.ts';

/** Colors only on a terminal, and never with NO_COLOR; FORCE_COLOR wins over a pipe. See no-color.org. */
export function usesColor(
  { env, terminal }: Pick<Io, 'env' | 'terminal'>,
  stream: 'output' | 'errors',
): boolean {
  if (env['NO_COLOR']) return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0';
  return terminal[stream] && env['TERM'] !== 'dumb';
}

export type Format = Parameters<typeof styleText>[0];

/** Paints a text, or leaves it as it is. */
export type Paint = (format: Format, text: string) => string;

export function painter(colors: boolean): Paint {
  return (format, text) => (colors ? styleText(format, text, { validateStream: false }) : text);
}
