import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readArguments, refused, runScript } from './command-line.ts';
import { faultsPathIn } from './game-day/faults.ts';
import { beginGameDay } from './game-day/game-day.ts';
import { INCIDENTS } from './game-day/incidents/index.ts';
import { SILENT_AFTER_MINUTES } from './game-day/incidents/silent-source.ts';
import { formatReport, hasPassed } from './game-day/print-report.ts';
import { type IncidentReport, runIncident } from './game-day/run-incident.ts';
import { useEmulator } from './local/aws-environment.ts';
import { withTemporaryProduct } from './local/temporary-product.ts';

const NAMES = INCIDENTS.map(({ name }) => name);

const USAGE = `Lets incidents happen to a product on this machine, follows docs/runbook.md out of each, and checks that each was
reported: by its alarm, the topic of alarms, the health check and its event. Each must end with all usage counted once and an
audit without a difference.
Exit code 0: all passed. 1: a check failed. 2: wrong usage.

  npm run check:game-day -- [options]

  --only <list>     some of the incidents, separated by commas (default all):
${INCIDENTS.map(({ name, title }) => `                      ${name.padEnd(12)} ${title}`).join('\n')}
  --json <file>     where the report is written (default .token-ledger/game-day.json)`;

/** All alarms; and without the console, which nobody looks at. */
const SETTINGS = {
  console: false,
  monitoring: { alarms: 'all', silentSourceMinutes: { gateway: SILENT_AFTER_MINUTES } },
};

await runScript(USAGE, async () => {
  const { values } = readArguments({
    options: {
      only: { type: 'string', default: NAMES.join(',') },
      json: { type: 'string', default: '.token-ledger/game-day.json' },
    },
  });
  const chosen = readIncidents(values.only);
  const reports = await withTemporaryProduct(
    async (deployment, directory) => {
      useEmulator(deployment.endpoint);
      // Faults are not for an operator.
      process.env['AWS_SDK_UA_APP_ID'] = 'operator';
      const day = await beginGameDay(deployment, directory);
      // So that the alarms which miss data have some.
      await day.pass(3);
      const done: IncidentReport[] = [];
      for (const incident of chosen) {
        console.log(`\n${incident.title}`);
        const report = await runIncident(day, incident);
        for (const { check, passed, seen } of report.findings)
          console.log(`  ${passed ? '✓' : '✗'} ${check.padEnd(26)} ${seen}`);
        done.push(report);
      }
      return done;
    },
    (directory) => ({ settings: SETTINGS, faultsPath: faultsPathIn(directory), setsAlarms: true }),
  );
  await mkdir(dirname(values.json), { recursive: true });
  await writeFile(values.json, `${JSON.stringify(reports, undefined, 2)}\n`);
  console.log(`\n${formatReport(reports)}\n\nReport: ${values.json}`);
  return reports.every(hasPassed) ? 0 : 1;
});

function readIncidents(list: string) {
  const names = list.split(',').map((name) => name.trim());
  const known = INCIDENTS.filter(({ name }) => names.includes(name));
  if (known.length === names.length) return known;
  throw refused('only', list, `one or more of ${NAMES.join(', ')}, separated by commas`);
}
