import { describeAccess } from './suites/access.ts';
import { describeAlarms } from './suites/alarms.ts';
import { describeBudgets } from './suites/budgets.ts';
import { describeCommandLine } from './suites/command-line.ts';
import { describeContract } from './suites/contract.ts';
import { describeCrashes } from './suites/crashes.ts';
import { describeDemo } from './suites/demo.ts';
import { describeEvents } from './suites/events.ts';
import { describeExports } from './suites/exports.ts';
import { describeFailedMessages } from './suites/failed-messages.ts';
import { describeFirstCall } from './suites/first-call.ts';
import { describeFunctionMemory } from './suites/function-memory.ts';
import { describeGateway } from './suites/gateway.ts';
import { describeHealth } from './suites/health.ts';
import { describeHttpIntake } from './suites/http-intake.ts';
import { describeImports } from './suites/imports.ts';
import { describeLeastPrivilege } from './suites/least-privilege.ts';
import { describeLogs, describePlantedSecrets } from './suites/logs.ts';
import { describeOneCall } from './suites/one-call.ts';
import { describeQuality } from './suites/quality.ts';
import { describeQueueIntake } from './suites/queue-intake.ts';
import { describeReplay } from './suites/replay.ts';
import { describeReports } from './suites/reports.ts';
import { describeTelemetry } from './suites/telemetry.ts';
import { describeTimeZone } from './suites/time-zone.ts';

/*
 * The deployed product through its front doors. One file, because its parts share one deployment and must not run in
 * parallel: some compare everything that is counted, one kills the functions.
 */

describeHttpIntake();
describeOneCall();
describeTelemetry();
describeImports();
describeAccess();
describeQueueIntake();
describeExports();
describeReports();
describeReplay();
describeFirstCall();
describeDemo();
describeAlarms();
describeBudgets();
describeGateway();
describeFailedMessages();
describeQuality();
describeHealth();
describeTimeZone();
describeCommandLine();
describeEvents();
describeFunctionMemory();
describeCrashes();
describePlantedSecrets();
// Last: it changes everything it can, even the access key of the others.
describeContract();
// After all others, whose calls and logs they look at.
describeLeastPrivilege();
describeLogs();
