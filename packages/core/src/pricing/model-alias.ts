/*
 * Which ids name the same model. Every rule is written out and removes something that says when or where, never what:
 * claude-sonnet-5-5 cannot become claude-sonnet-5. A model that no rule leads to has no price.
 */

/** `claude-opus-4-6[1m]`: Claude Code's mark for a context of a million tokens, at the end of any id. */
const LONG_CONTEXT = /\[1m\]$/;
/** `claude-sonnet-4-5-20250929`, `claude-3-7-sonnet-latest` */
const SNAPSHOT = /^(.+)-(?:20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|latest)$/;
/** `claude-opus-4-0` */
const POINT_ZERO = /^(.+-\d+)-0$/;
/** What precedes an id in the ARN of one of Bedrock's own models or inference profiles; application profiles have ids of their own. */
const BEDROCK_ARN = /^arn:aws(?:-[a-z]+)*:bedrock:[\w-]*:\d*:(?:inference-profile|foundation-model)\//;
/** Amazon Bedrock: `anthropic.claude-opus-4-6-v1`, `us.anthropic.claude-sonnet-4-5-20250929-v1:0` */
const BEDROCK = /^(?:(us|us-gov|eu|apac|au|ca|jp|global)\.)?anthropic\.(.+?)(?:-v\d+(?::\d+)?)?$/;
/** Google Vertex AI: `claude-sonnet-4-5@20250929`, `claude-opus-4-6@default`, `claude-3-5-sonnet-v2@20241022` */
const VERTEX = /^(.+?)(?:-v2)?@(?:20\d{6}|default)$/;

/**
 * Whose prices a call is billed by, as far as its id shows: Anthropic's own list; Bedrock's across all regions, within a
 * geography or within GovCloud; or one of another provider that the id does not show, such as a single region.
 */
export type Endpoint = 'list' | 'global' | 'geographic' | 'government' | 'unknown';

const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  us: 'geographic',
  eu: 'geographic',
  apac: 'geographic',
  au: 'geographic',
  jp: 'geographic',
  'us-gov': 'government',
  global: 'global',
};

export interface ModelName {
  /** The id under which the price book has it. */
  readonly model: string;
  readonly endpoint: Endpoint;
}

/** Finds the model an id names among those that `isKnown`; the id itself comes first. */
export function findModel(id: string, isKnown: (model: string) => boolean): ModelName | undefined {
  if (isKnown(id)) return { model: id, endpoint: 'list' };
  const { name, endpoint } = parseId(id);
  const model = forms(name).find(isKnown);
  return model === undefined ? undefined : { model, endpoint };
}

/** Whether two ids name the same model, wherever it runs. A model that no price book knows is the same as itself. */
export function isSameModel(a: string, b: string): boolean {
  return a === b || plainest(a) === plainest(b);
}

/** An application inference profile is the same by its ARN and by its id alone. */
const APPLICATION_PROFILE_ARN = /^arn:aws(?:-[a-z]+)*:bedrock:[\w-]*:\d*:application-inference-profile\//;

/** Looks up ids among those that a company explains itself. */
export function aliasesOf(aliases: Readonly<Record<string, string>>): (id: string) => string | undefined {
  const plain = (id: string) => id.replace(LONG_CONTEXT, '').replace(APPLICATION_PROFILE_ARN, '');
  const models = new Map(Object.entries(aliases).map(([id, model]) => [plain(id), model]));
  return (id) => models.get(plain(id));
}

function parseId(id: string): { readonly name: string; readonly endpoint: Endpoint } {
  const bare = id.replace(LONG_CONTEXT, '').replace(BEDROCK_ARN, '');
  const [, prefix = '', bedrock] = BEDROCK.exec(bare) ?? [];
  if (bedrock !== undefined) return { name: bedrock, endpoint: ENDPOINTS[prefix] ?? 'unknown' };
  const vertex = VERTEX.exec(bare)?.[1];
  return vertex === undefined ? { name: bare, endpoint: 'list' } : { name: vertex, endpoint: 'unknown' };
}

/** A name as it is, then without what says when. */
function forms(name: string): readonly string[] {
  const shorter = SNAPSHOT.exec(name)?.[1] ?? POINT_ZERO.exec(name)?.[1];
  return shorter === undefined ? [name] : [name, shorter];
}

function plainest(id: string): string {
  return forms(parseId(id).name).at(-1) as string;
}
