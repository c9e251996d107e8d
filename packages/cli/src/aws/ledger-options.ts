import { Command, Option, type OptionValues } from '@commander-js/extra-typings';
import { wholeNumber } from '../command.ts';

/** Values of the options that name a ledger's tables. */
export type LedgerOptions = {
  readonly stage?: string | undefined;
  readonly recordsTable?: string | undefined;
  readonly statisticsTable?: string | undefined;
  readonly retentionDays?: number | undefined;
  /** The global option: without a stage, the reporting time zone of the deployment. */
  readonly timeZone?: string | undefined;
};

const MAX_DAYS = 36_500;

/** Adds the options of commands that work on the tables, with AWS credentials. */
export function withLedgerOptions<A extends unknown[], O extends OptionValues, G extends OptionValues>(
  command: Command<A, O, G>,
): Command<A, O & Omit<LedgerOptions, 'timeZone'>, G> {
  command
    .option(
      '--stage <name>',
      'the deployment; CloudFormation has its tables and settings (default: that of npm start)',
    )
    .addOption(new Option('--records-table <name>', 'the records table, instead of --stage'))
    .addOption(new Option('--statistics-table <name>', 'the ledger table, instead of --stage'))
    .option(
      '--retention-days <days>',
      'retentionDays of the deployment, instead of --stage; --time-zone is then its reportingTimeZone',
      wholeNumber(1, MAX_DAYS),
    )
    .addHelpText(
      'after',
      '\nIt works on the tables, so it needs AWS: region, credentials and endpoint (AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL)\n' +
        'come from the environment, as for the AWS command line.',
    );
  return command;
}
