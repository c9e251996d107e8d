import { PARTITION_KEY, SORT_KEY, TTL_ATTRIBUTE } from '@token-ledger/aws/attribute-names';
import type { Configuration } from '../../lib/configuration/read-configuration.ts';
import { advice, type Finding, problem } from './finding.ts';
import type { AccountState } from './read-account.ts';
import { type NamedTable, TABLE_SETTINGS } from './read-tables.ts';

const KEYS = `${PARTITION_KEY} S HASH, ${SORT_KEY} S RANGE`;

/**
 * What stands in the way of using tables that exist. The stack does not manage them, and a table that was restored from a backup has
 * lost its settings.
 */
export function preflightTables(
  configuration: Configuration,
  { namedTables, remainingTables, adoptedTables }: AccountState,
): readonly Finding[] {
  const { existing } = configuration;
  const unnamed = remainingTables.filter(({ setting }) => existing[setting] === undefined);
  return [
    ...namedTables.flatMap((table) => checkTable(table, configuration)),
    ...adoptedTables
      .filter(({ setting }) => existing[setting] === undefined)
      .map(({ setting, name }) =>
        problem(
          `The stack uses the table ${name}, which it did not make. Without existing.${setting} in cdk.json it would get an ` +
            `empty one. Set: "existing": { "${setting}": "${name}" }`,
        ),
      ),
    ...(unnamed.length > 0 ? [advice(describeRemaining(unnamed))] : []),
  ];
}

function checkTable({ setting, name, state }: NamedTable, configuration: Configuration): readonly Finding[] {
  if (state === undefined)
    return [problem(`existing.${setting} is ${name}, a table that this account and region do not have.`)];
  if (state.keys !== KEYS)
    return [problem(`existing.${setting} is ${name}, whose keys are ${state.keys}; they must be ${KEYS}.`)];
  const needsRecovery = setting !== 'recordsTable' || configuration.recordsPointInTimeRecovery;
  return [
    ...(state.expiresBy === TTL_ATTRIBUTE
      ? []
      : [
          problem(
            `Items of the table ${name} would never expire. Run: aws dynamodb update-time-to-live --table-name ${name} ` +
              `--time-to-live-specification Enabled=true,AttributeName=${TTL_ATTRIBUTE}`,
          ),
        ]),
    ...(needsRecovery && !state.pointInTimeRecovery
      ? [
          problem(
            `The table ${name} could not be restored. Run: aws dynamodb update-continuous-backups --table-name ${name} ` +
              '--point-in-time-recovery-specification PointInTimeRecoveryEnabled=true',
          ),
        ]
      : []),
    ...(configuration.deletionProtection && !state.deletionProtection
      ? [
          advice(
            `The table ${name} can be deleted. To prevent that, run: aws dynamodb update-table --table-name ${name} ` +
              '--deletion-protection-enabled',
          ),
        ]
      : []),
  ];
}

/** Several restored or kept tables can be of one kind: then a person has to choose. */
function describeRemaining(tables: AccountState['remainingTables']): string {
  const names = TABLE_SETTINGS.flatMap((setting) => {
    const [first] = tables.filter((table) => table.setting === setting);
    return first ? [`"${setting}": "${first.name}"`] : [];
  });
  return (
    `Tables of a deleted deployment of this stage remain: ${tables.map(({ name }) => name).join(', ')}. The new deployment ` +
    `gets empty ones beside them. To use them instead, set in cdk.json: "existing": { ${names.join(', ')} }`
  );
}
