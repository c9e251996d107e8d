import { type Finding, problem } from './finding.ts';

export interface DeployCommand {
  /** As `--stage` names it; absent: that of cdk.json. */
  readonly stage: string | undefined;
  /** The names under `stages` of cdk.json. */
  readonly namedStages: readonly string[];
  /** Whether somebody can answer questions. */
  readonly hasTerminal: boolean;
  /** Passed on to the CDK. */
  readonly options: readonly string[];
}

/** What is wrong with the command itself, before anything is asked of AWS. */
export function preflightCommand({
  stage,
  namedStages,
  hasTerminal,
  options,
}: DeployCommand): readonly Finding[] {
  return [
    ...(stage !== undefined && namedStages.length > 0 && !namedStages.includes(stage)
      ? [
          problem(
            `cdk.json names no stage ${stage}, but ${namedStages.join(', ')}. Correct --stage; a new stage, which is a ledger of its ` +
              `own, needs an entry in tokenLedger.stages, which may be empty: "${stage}": {}`,
          ),
        ]
      : []),
    ...(hasTerminal || options.some((option) => option.startsWith('--require-approval'))
      ? []
      : [
          problem(
            'The CDK asks before it grants permissions, and there is no terminal to answer in. After a review, let it ' +
              'not ask: npm run deploy -- --stage <name> -- --require-approval never',
          ),
        ]),
  ];
}
