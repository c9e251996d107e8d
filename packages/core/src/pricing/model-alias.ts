/*
 * Which ids name the same model. Every rule is written out and takes away something that says when or where, never what:
 * claude-sonnet-5-5 can not become claude-sonnet-5. A model that no rule leads to has no price.
 */

/** `claude-sonnet-4-5-20250929`, `claude-3-7-sonnet-latest` */
const SNAPSHOT = /^(.+)-(?:20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|latest)$/;
/** Amazon Bedrock: `anthropic.claude-opus-4-6-v1`, `us.anthropic.claude-sonnet-4-5-20250929-v1:0` */
const BEDROCK = /^(?:(?:us|us-gov|eu|apac|au|ca|jp|global)\.)?anthropic\.(.+?)(?:-v\d+(?::\d+)?)?$/;
/** Google Vertex AI: `claude-sonnet-4-5@20250929`, `claude-opus-4-6@default` */
const VERTEX = /^(.+)@(?:20\d{6}|default)$/;

export interface ModelName {
  /** The id under which the price book has it. */
  readonly model: string;
  /** Whether the id was one of Bedrock or Vertex, whose own prices may differ: regional endpoints add up to a tenth. */
  readonly ofOtherProvider: boolean;
}

/** Finds the model an id names among those that `isKnown`; the id itself comes first. */
export function findModel(id: string, isKnown: (model: string) => boolean): ModelName | undefined {
  const own = [id, SNAPSHOT.exec(id)?.[1]].find((model) => model !== undefined && isKnown(model));
  if (own !== undefined) return { model: own, ofOtherProvider: false };
  const bare = (BEDROCK.exec(id) ?? VERTEX.exec(id))?.[1];
  if (bare === undefined) return undefined;
  const model = [bare, SNAPSHOT.exec(bare)?.[1]].find((name) => name !== undefined && isKnown(name));
  return model === undefined ? undefined : { model, ofOtherProvider: true };
}
