import { describe, expect, it } from '@jest/globals';
import {
  budgetEventDetailSchema,
  parseUsageRecord,
  pricesRequestSchema,
  problemDocumentSchema,
  reportEventDetailSchema,
} from '@token-ledger/contract';
import { OPERATIONS } from '@token-ledger/contract/openapi';
import { accessKeysOf, parseColumnMap } from '@token-ledger/importers';
import { readConfiguration } from '../../../lib/configuration/read-configuration.ts';
import { blocksIn, type CodeBlock, placeOf } from '../../support/documents/code-blocks.ts';
import { problemsOf } from '../../support/documents/json-problems.ts';

type Check = (json: never) => readonly string[];

const answerOf = (name: keyof typeof OPERATIONS): Check => problemsOf(OPERATIONS[name].answer.schema);
const bodyOf = (name: 'createExport'): Check => problemsOf(OPERATIONS[name].body?.schema);

/** Throws what is wrong with the settings. */
const settings: Check = (json: { readonly tokenLedger?: object }) => {
  readConfiguration({
    tryGetContext: (key: string) => (key === 'tokenLedger' ? (json.tokenLedger ?? json) : undefined),
  });
  return [];
};
const stages: Check = ({
  context,
}: {
  readonly context: { readonly tokenLedger: { readonly stages: object } };
}) => {
  for (const stage of Object.keys(context.tokenLedger.stages))
    readConfiguration({ tryGetContext: (key: string) => ({ ...context, stage })[key] });
  return [];
};
const record: Check = (json) => {
  const parsed = parseUsageRecord({ accessKeyId: 'ak_1', ...(json as object) });
  return parsed.ok ? [] : parsed.problems.map(({ path, message }) => `${path} ${message}`);
};
/** Its values are lists of what may be there. */
const eventPattern: Check = (json: Readonly<Record<string, unknown>>) =>
  Object.keys(json).filter((key) => !['source', 'detail-type', 'detail'].includes(key));
const logLine: Check = (json: Readonly<Record<string, unknown>>) =>
  ['level', 'message', 'timestamp', 'service', 'stage', 'channel'].filter((key) => !(key in json));
const managedSettings: Check = ({ env }: { readonly env: Readonly<Record<string, string>> }) =>
  Object.keys(env).filter((name) => !/^(?:OTEL|CLAUDE_CODE)_[A-Z_]+$/.test(name));
const partialSuccess: Check = ({ partialSuccess: answer }: { readonly partialSuccess: object }) =>
  Object.keys(answer).filter((key) => !['rejectedLogRecords', 'errorMessage'].includes(key));
const accessKeys: Check = (json) =>
  Object.keys(accessKeysOf(json)).length > 0 ? [] : ['has no access keys'];

/** How each block is checked, in the order of its document. */
const CHECKS: Readonly<Record<string, readonly Check[]>> = {
  'docs/access.md': [answerOf('createAccessKey'), answerOf('getAudit')],
  'docs/api.md': [
    answerOf('acceptUsage'),
    answerOf('acceptUsage'),
    record,
    answerOf('getStatistics'),
    problemsOf(problemDocumentSchema),
  ],
  'docs/budgets.md': [problemsOf(budgetEventDetailSchema), eventPattern],
  'docs/configuration.md': [stages, settings],
  'docs/events.md': [settings],
  'docs/exports.md': [answerOf('getExport'), bodyOf('createExport')],
  'docs/gateway.md': [settings],
  'docs/import.md': [(json) => (parseColumnMap(json).convention === 'inclusive' ? [] : ['is another map'])],
  'docs/logs.md': [logLine],
  'docs/migrate-litellm.md': [accessKeys],
  'docs/migrate-symfony.md': [accessKeys],
  'docs/operations.md': [
    (json: { readonly existing: object }) =>
      Object.keys(json.existing).filter((key) => !/Table$|^userPoolId$/.test(key)),
  ],
  'docs/pricing.md': [
    settings,
    (json: object) => record({ requestId: 'req_1', ...json } as never),
    problemsOf(pricesRequestSchema),
  ],
  'docs/reports.md': [answerOf('getReportRun'), problemsOf(reportEventDetailSchema)],
  'docs/start.md': [settings],
  'docs/telemetry.md': [managedSettings, partialSuccess],
};

const blocks = blocksIn('json');

/** A block without braces is a part of an object. */
function parse({ text }: CodeBlock): never {
  return JSON.parse(text.startsWith('"') ? `{${text}}` : text) as never;
}

describe('a JSON snippet', () => {
  const byDocument = Map.groupBy(blocks, ({ document }) => document);

  it('is of a document whose snippets are checked, each by its own check', () => {
    const counts = [...byDocument].map(([document, inIt]) => [document, inIt.length]);
    expect(Object.fromEntries(counts)).toEqual(
      Object.fromEntries(Object.entries(CHECKS).map(([document, checks]) => [document, checks.length])),
    );
  });

  it.each(
    [...byDocument].flatMap(([document, inIt]) =>
      inIt.map((block, index) => [placeOf(block), block, CHECKS[document]?.[index]] as const),
    ),
  )('%s is valid', (_place, block, check) => {
    expect(check?.(parse(block))).toEqual([]);
  });
});
