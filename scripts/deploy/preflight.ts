import type { Configuration } from '../../lib/configuration/read-configuration.ts';
import { type Finding, problem } from './finding.ts';
import { preflightTables } from './preflight-tables.ts';
import type { AccountState } from './read-account.ts';

/** Lambda leaves at least so many executions of an account unreserved. */
const UNRESERVED_EXECUTIONS = 100;
/** Below, consumers of a backlog can take all. New accounts may have as few as 10. */
const SMALL_ACCOUNT = 100;
/** A request needs the authorizer and one function. */
const EXECUTIONS_OF_THE_API = 2;
/** The least limit of a queue that Lambda takes. */
const LEAST_LIMIT = 2;
/** What the CDK needs to upload the code of functions. */
const BOOTSTRAP_VERSION = 6;

/** Everything that stands in the way of a deployment, each with what to do. */
export function preflight(configuration: Configuration, account: AccountState): readonly Finding[] {
  return [
    ...place(configuration, account),
    ...bootstrap(account),
    ...concurrency(configuration, account),
    ...remains(configuration, account),
    ...timeZone(configuration, account),
    ...preflightTables(configuration, account),
    ...(configuration.monitoring.alertEmail === undefined ? [NO_ALERT_EMAIL] : []),
  ];
}

const NO_ALERT_EMAIL: Finding = {
  kind: 'advice',
  text:
    'No alarm reaches anybody: set monitoring.alertEmail in cdk.json and confirm the subscription, or ' +
    'subscribe to the topic in the output AlarmTopicArn.',
};

/** The configuration can pin where a stage belongs. */
function place(configuration: Configuration, { region, account }: AccountState): readonly Finding[] {
  return [
    ...(configuration.region !== undefined && configuration.region !== region
      ? [
          problem(
            `The stage ${configuration.stage} belongs into ${configuration.region}, but the region is ${region}. Set AWS_REGION.`,
          ),
        ]
      : []),
    ...(configuration.account !== undefined && account !== undefined && configuration.account !== account
      ? [
          problem(
            `The stage ${configuration.stage} belongs into the account ${configuration.account}, but the credentials are of ${account}. Set AWS_PROFILE.`,
          ),
        ]
      : []),
  ];
}

function bootstrap({ bootstrapVersion, region }: AccountState): readonly Finding[] {
  if (bootstrapVersion === undefined)
    return [problem(`The CDK has no place for its files in ${region} yet. Run once: npx cdk bootstrap`)];
  if (bootstrapVersion < BOOTSTRAP_VERSION)
    return [
      problem(
        `The bootstrap stack has version ${bootstrapVersion}, and ${BOOTSTRAP_VERSION} is needed. Run: npx cdk bootstrap`,
      ),
    ];
  return [];
}

function concurrency(
  { concurrency: { reservedForRollUp, ...limits } }: Configuration,
  { concurrentExecutions, unreservedExecutions }: AccountState,
): readonly Finding[] {
  const findings: Finding[] = [];
  const raise =
    'Ask for more, which is usually granted within a day: aws service-quotas request-service-quota-increase ' +
    '--service-code lambda --quota-code L-B99A9384 --desired-value 1000';
  if (reservedForRollUp !== undefined && unreservedExecutions - reservedForRollUp < UNRESERVED_EXECUTIONS)
    findings.push(
      problem(
        `concurrency.reservedForRollUp is ${reservedForRollUp}, but of ${unreservedExecutions} unreserved executions ` +
          `${UNRESERVED_EXECUTIONS} must remain. Leave the setting out. ${raise}`,
      ),
    );
  if (concurrentExecutions >= SMALL_ACCOUNT) return findings;
  const values = Object.values(limits);
  const total = values.reduce<number>((sum, limit) => sum + (limit === 'unlimited' ? Infinity : limit), 0);
  if (total <= concurrentExecutions - EXECUTIONS_OF_THE_API) return findings;
  if (total <= LEAST_LIMIT * values.length)
    // Nothing can be set any lower.
    findings.push({
      kind: 'advice',
      text:
        `Only ${concurrentExecutions} functions may run at once in this account. If all ${values.length} queues have a backlog ` +
        `at the same time, they take them all, and the API answers with errors until one is done. ${raise}`,
    });
  else
    findings.push(
      problem(
        `Only ${concurrentExecutions} functions may run at once in this account, so a backlog in a queue could keep the API ` +
          `from answering. ${raise}\n  Until then, set in cdk.json: "concurrency": ` +
          '{ "live": 2, "bulk": 2, "notifications": 2, "exports": 2 }',
      ),
    );
  return findings;
}

/** Days and months are stored by their dates: those that are counted would be read as if they began in the other zone. */
function timeZone(
  { stage, reportingTimeZone }: Configuration,
  { deployedTimeZone = reportingTimeZone }: AccountState,
): readonly Finding[] {
  if (deployedTimeZone === reportingTimeZone) return [];
  return [
    problem(
      `Days and months of the stage ${stage} begin in ${deployedTimeZone}. In ${reportingTimeZone}, the sums of those that are ` +
        `counted would be wrong. Set "reportingTimeZone": "${deployedTimeZone}", or use another stage. As long as nothing is ` +
        `recorded: npx cdk deploy -c stage=${stage} --parameters DaysBeginIn=${reportingTimeZone}`,
    ),
  ];
}

/** What an earlier deployment of the stage left. */
function remains(
  { stage }: Configuration,
  { stackStatus, remainingQueues }: AccountState,
): readonly Finding[] {
  return [
    ...(stackStatus !== undefined && /^(ROLLBACK_|CREATE_FAILED|DELETE_FAILED)/.test(stackStatus)
      ? [
          problem(
            `The stack TokenLedger-${stage} is in the state ${stackStatus}, in which it cannot be deployed. ` +
              `Delete it first: aws cloudformation delete-stack --stack-name TokenLedger-${stage}`,
          ),
        ]
      : []),
    ...remainingQueues.map((name) =>
      problem(
        `The queue ${name} remains from a deployment that was deleted, and has the name of a new one. See whether ` +
          `messages wait in it, then delete it, or use another stage: aws sqs delete-queue --queue-url $(aws sqs get-queue-url --queue-name ${name} --output text)`,
      ),
    ),
  ];
}
