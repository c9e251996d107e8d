import {
  Command,
  type CommandUnknownOpts,
  InvalidArgumentError,
  Option,
  type OptionValues,
} from '@commander-js/extra-typings';
import type { OpenedLedger } from './aws/opened-ledger.ts';
import type { DoctorAws } from './doctor/doctor-aws.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import { parseRange, type Range, type RangeOptions } from './range/range.ts';
import { type GlobalOptions, openSession, type Session } from './session/session.ts';
import type { UsageOptions } from './unpriced-models.ts';

/** What all commands of one run share. */
export interface Context {
  /** What the doctor asks AWS; by default AWS itself. */
  readonly doctorAws?: DoctorAws;
  /** The ledger that commands repair; by default the tables that their options name. */
  readonly openLedger?: () => Promise<OpenedLedger>;
  readonly io: Io;
  /** How the run ends; commands that find a problem change it. */
  exitCode: ExitCode;
}

/** Makes a command; its file in `commands/` has its options and its work. */
export type MakeCommand = (context: Context) => CommandUnknownOpts;

const EXAMPLES = new WeakMap<CommandUnknownOpts, readonly string[]>();

/** Adds examples to the help. Each is a command line that works; tests run them. */
export function withExamples<C extends CommandUnknownOpts>(command: C, ...examples: readonly string[]): C {
  EXAMPLES.set(command, examples);
  command.addHelpText('after', `\nExamples:\n${examples.map((line) => `  token-ledger ${line}`).join('\n')}`);
  return command;
}

export function examplesOf(command: CommandUnknownOpts): readonly string[] {
  return EXAMPLES.get(command) ?? [];
}

/** The session of a command, by its options and the global ones. */
export function sessionOf(context: Context, command: CommandUnknownOpts): Promise<Session> {
  return openSession(context.io, globalOptions(command));
}

export function globalOptions(command: CommandUnknownOpts): GlobalOptions {
  return command.optsWithGlobals();
}

/** Adds the options that name a range of time. */
export function withRange<A extends unknown[], O extends OptionValues, G extends OptionValues>(
  command: Command<A, O, G>,
  byDefault: string,
): Command<A, O & RangeOptions, G> {
  command
    .addOption(
      new Option(
        '--last <duration>',
        `up to now: 24h, 7d with today, 4w, 3mo, or P1M of ISO 8601 (default: ${byDefault})`,
      ),
    )
    .addOption(new Option('--in <period>', 'today, yesterday, "last month", 2026-11, 2026-11-21 …'))
    .addOption(new Option('--from <time>', 'a day, an instant with its offset, a duration ago, yesterday …'))
    .addOption(new Option('--to <time>', 'the end, exclusive (default: now)'));
  return command;
}

/** The range of a command's options. */
export function rangeIn({ io, timeZone }: Session, options: RangeOptions, byDefault: RangeOptions): Range {
  return parseRange(options, { nowMs: io.nowMs(), timeZone }, byDefault);
}

/** The options that were given to a command, its range also if it is that by default. */
export function usageOptions(command: CommandUnknownOpts, byDefault: RangeOptions): UsageOptions {
  const { last, in: period, from, ...others }: UsageOptions = command.optsWithGlobals();
  const range = [last, period, from].every((value) => value === undefined)
    ? byDefault
    : { last, in: period, from };
  return { ...others, ...range };
}

/** A whole number within bounds, for an option. */
export function wholeNumber(minimum: number, maximum: number) {
  return (text: string): number => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= minimum && value <= maximum) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${minimum} to ${maximum}.`);
  };
}

/** `--limit`: how many, or all. */
export function limitOption(byDefault: number) {
  return new Option('--limit <count>', 'at most so many, or all')
    .default(byDefault)
    .argParser((text: string) => (text === 'all' ? Number.POSITIVE_INFINITY : wholeNumber(1, 1e9)(text)));
}

/** Names that may be repeated, or separated by commas. */
export function names(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), ...value.split(',').filter((name) => name !== '')];
}
