import { defaultLateLimitDays, isJsonObject } from '@token-ledger/core';
import type { Node } from 'constructs';
import { RULES } from './rules.ts';
import { configurationSchema, DEFAULT_STAGE, type Settings } from './schema.ts';

/*
 * The configuration is the object `tokenLedger` of the CDK context (`cdk.json`). Its key `stages` holds the settings of each
 * stage that replace the general ones. The context value `stage` (`cdk deploy -c stage=prod`) chooses the stage. `-c deletionProtection=false` is for the first step of a first deployment
 * (`npm run deploy`); `-c logQueries=false` is for emulators that do not know saved queries.
 */

/** Every setting, valid and complete. */
export type Configuration = Readonly<Settings & { lateLimitDays: number }>;

/** Names every problem of a configuration at once: the path, the value and what is allowed. */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError';

  constructor(problems: Iterable<string>) {
    const lines = [...problems].map((line) => `\n- ${line}`);
    super(`The configuration in the CDK context is not valid:${lines.join('')}`);
  }
}

/** Reads and checks the configuration; throws a `ConfigurationError`. */
export function readConfiguration(context: Pick<Node, 'tryGetContext'>): Configuration {
  const { stages, ...general } = asObject(context.tryGetContext('tokenLedger'), 'tokenLedger');
  const stage: unknown = context.tryGetContext('stage') ?? general['stage'] ?? DEFAULT_STAGE;
  const stagePath = `tokenLedger.stages.${String(stage)}`;
  const overrides = asObject(valueAt(asObject(stages, 'tokenLedger.stages'), [String(stage)]), stagePath);

  const settings = merge(merge({ ...general, stage }, overrides), {
    ...(context.tryGetContext('deletionProtection') === 'false' && { deletionProtection: false }),
    ...(context.tryGetContext('logQueries') === 'false' && { monitoring: { logQueries: false } }),
  });
  const origin: Origin = (path) =>
    [valueAt(overrides, path) === undefined ? 'tokenLedger' : stagePath, ...path].join('.');
  return check(settings, origin);
}

type Json = Readonly<Record<string, unknown>>;
type Path = readonly PropertyKey[];
/** The path of a setting in `cdk.json`. */
type Origin = (path: Path) => string;

function check(settings: Json, origin: Origin): Configuration {
  const issues = configurationSchema.safeParse(settings).error?.issues ?? [];
  const problems = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map(
          (key) => `${origin([...issue.path, key])} is not a setting; the settings here are ${issue.message}`,
        )
      : [problem(origin(issue.path), valueAt(settings, issue.path), issue.message)],
  );

  // Rules between valid settings are checked even if other settings are invalid, so that one run reports all problems.
  const broken = new Set(
    issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [String(issue.path[0])],
    ),
  );
  const sound = configurationSchema.parse(
    Object.fromEntries(Object.entries(settings).filter(([name]) => !broken.has(name))),
  );
  for (const rule of RULES) {
    const [blamed] = rule.settings;
    const allowed = rule.settings.some((name) => broken.has(name)) ? undefined : rule.allowed(sound);
    if (allowed) problems.push(problem(origin([blamed]), sound[blamed], allowed));
  }

  // A number can fail several checks with the same message.
  if (problems.length > 0) throw new ConfigurationError(new Set(problems));
  return { ...sound, lateLimitDays: sound.lateLimitDays ?? defaultLateLimitDays(sound.retentionDays) };
}

function problem(path: string, got: unknown, allowed: string): string {
  return `${path} is ${got === undefined ? 'missing' : JSON.stringify(got)}; it must be ${allowed}`;
}

function merge(base: Json, overrides: Json): Json {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(overrides)) {
    const replaced = merged[key];
    merged[key] = isJsonObject(replaced) && isJsonObject(value) ? merge(replaced, value) : value;
  }
  return merged;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) => (isJsonObject(at) && Object.hasOwn(at, key) ? at[String(key)] : undefined),
    value,
  );
}

/** A value that is left out is an empty object. */
function asObject(value: unknown, path: string): Json {
  if (value === undefined) return {};
  if (!isJsonObject(value)) throw new ConfigurationError([problem(path, value, 'an object')]);
  return value;
}
