import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Context, MakeCommand } from './command.ts';
import { aggregateCommand } from './commands/aggregate.ts';
import { aggregationStatusCommand } from './commands/aggregation-status.ts';
import { auditLedgerCommand } from './commands/audit-ledger.ts';
import { budgetsCommand } from './commands/budgets.ts';
import { conflictsCommand } from './commands/conflicts.ts';
import { demoCommand } from './commands/demo.ts';
import { doctorCommand } from './commands/doctor.ts';
import { eraseUserCommand } from './commands/erase-user.ts';
import { exportCommand } from './commands/export.ts';
import { failedCommand } from './commands/failed.ts';
import { healthCommand } from './commands/health.ts';
import { importCommand } from './commands/import.ts';
import { keysCommand } from './commands/keys.ts';
import { loginCommand } from './commands/login.ts';
import { logoutCommand } from './commands/logout.ts';
import { overviewCommand } from './commands/overview.ts';
import { pricesCommand } from './commands/prices.ts';
import { profilesCommand } from './commands/profiles.ts';
import { qualityCommand } from './commands/quality.ts';
import { rebuildCommand } from './commands/rebuild.ts';
import { recordsCommand } from './commands/records.ts';
import { reportCommand } from './commands/report.ts';
import { repriceCommand } from './commands/reprice.ts';
import { statsCommand } from './commands/stats.ts';
import { topCommand } from './commands/top.ts';
import { trendsCommand } from './commands/trends.ts';
import { usersCommand } from './commands/users.ts';
import { addCompletion } from './completion.ts';
import { EXIT, EXIT_CODES } from './exit-codes.ts';
import type { Io } from './io.ts';
import { VERSION } from './version.ts';

/** Every command, in the order and under the headings of the help. */
const GROUPS: readonly (readonly [heading: string, commands: readonly MakeCommand[]])[] = [
  [
    'Usage and cost:',
    [
      overviewCommand,
      topCommand,
      statsCommand,
      trendsCommand,
      recordsCommand,
      exportCommand,
      reportCommand,
      budgetsCommand,
      pricesCommand,
    ],
  ],
  ['Bring usage in:', [importCommand, demoCommand]],
  [
    'Operate:',
    [
      doctorCommand,
      healthCommand,
      qualityCommand,
      failedCommand,
      conflictsCommand,
      aggregateCommand,
      aggregationStatusCommand,
      rebuildCommand,
    ],
  ],
  ['People and machines:', [keysCommand, usersCommand]],
  ['Repair, with AWS credentials:', [auditLedgerCommand, repriceCommand, eraseUserCommand]],
  ['Sign in:', [loginCommand, logoutCommand, profilesCommand]],
];

export interface Program {
  readonly program: CommandUnknownOpts;
  readonly context: Context;
}

/** The whole command line, for one run. */
export function createProgram(io: Io, argv: readonly string[] = [], more: Partial<Context> = {}): Program {
  const context: Context = { io, exitCode: EXIT.done, ...more };
  const program = new Command('token-ledger')
    .description('What Anthropic API calls used and cost, and everything that operates the ledger.')
    .version(VERSION)
    .option(
      '--profile <name>',
      'the ledger to use, as token-ledger profiles lists them; local is that of npm start',
    )
    .option('--json', 'answers as JSON, exact to the nano-dollar; lists as one object per line')
    .option(
      '--time-zone <name>',
      'in which days are named and times shown, such as Europe/Berlin (default: of the profile, or UTC)',
    )
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText(
      'after',
      `${exitCodes()}\n\nWhat it prints, and the headings of xlsx files, are in English only.`,
    );
  for (const [heading, commands] of GROUPS) {
    program.commandsGroup(heading);
    for (const make of commands) program.addCommand(make(context));
  }
  program.commandsGroup('Other:');
  addCompletion(program, argv);
  settle(program, io);
  return { program, context };
}

/** Nothing ends the process or writes past the given streams. */
function settle(command: CommandUnknownOpts, io: Io): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => void io.out(text),
    writeErr: (text) => io.err(text),
    outputError: (text, write) => write(text.replace(/^error: /, 'Error: ')),
  });
  command.showHelpAfterError('(--help shows the options)').configureHelp({ showGlobalOptions: true });
  for (const child of command.commands) settle(child, io);
}

function exitCodes(): string {
  const lines = EXIT_CODES.map(([code, meaning]) => `  ${String(code).padEnd(5)}${meaning}`);
  return `\nExit codes:\n${lines.join('\n')}`;
}
