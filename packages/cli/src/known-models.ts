import { CliError } from './errors.ts';
import { EXIT } from './exit-codes.ts';
import type { Range } from './range/range.ts';
import type { Session } from './session/session.ts';
import { similarNames } from './similar-names.ts';

/** As many models as one answer ranks. */
const RANKED = 1000;

/**
 * The models that a command is about, as a parameter of the API. They are looked up only for a caller who may read prices;
 * others may not ask which models all usage has.
 *
 * @throws CliError if neither the price book nor usage in the range has such a model; with `--json` a warning
 */
export async function modelsOf(
  session: Session,
  models: readonly string[] | undefined,
  range: Range,
): Promise<{ models?: string[] }> {
  if (models === undefined) return {};
  const problem = await noSuchModel(session, models, range);
  // A program expects an empty answer where there is no usage.
  if (problem && !session.print.json) throw problem;
  if (problem) session.print.warn(problem.message);
  return { models: [...models] };
}

async function noSuchModel(
  { ledger }: Session,
  models: readonly string[],
  { from, to }: Range,
): Promise<CliError | undefined> {
  const { operations } = await ledger.get('/v1/me');
  if (!operations.includes('getPrices')) return undefined;
  const priced = new Set((await ledger.get('/v1/prices')).models.map(({ model }) => model));
  if (models.every((model) => priced.has(model))) return undefined;
  const query = { dimension: 'model', sort: 'requests', from, to, limit: RANKED } as const;
  const { consumers, matching } = await ledger.get('/v1/top-consumers', { query });
  const known = new Set([...consumers.map(({ id }) => id), ...priced]);
  const unknown = models.find((model) => !known.has(model));
  if (unknown === undefined || Number(matching) > consumers.length) return undefined;
  const similar = similarNames(unknown, [...known], (model) => model);
  return new CliError(
    `No usage in this range has the model ${JSON.stringify(unknown)}, and no price.`,
    similar.length === 0
      ? 'token-ledger top --by model shows those that were used.'
      : `Did you mean ${similar.join(' or ')}?`,
    EXIT.notFound,
  );
}
