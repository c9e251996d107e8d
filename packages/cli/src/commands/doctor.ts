import { Command } from '@commander-js/extra-typings';
import { type Context, sessionOf, wholeNumber, withExamples } from '../command.ts';
import type { CheckResult } from '../doctor/check.ts';
import type { DoctorAws } from '../doctor/doctor-aws.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { counted } from '../output/figures.ts';
import type { Printer } from '../output/printer.ts';
import { checkedUrl, type Target } from '../session/target.ts';

const WITHOUT_AWS =
  'needs AWS: name the deployment with --stage, with AWS credentials, or that of npm start with --profile local.';

/** `token-ledger doctor` */
export function doctorCommand(context: Context) {
  const command = new Command('doctor')
    .description('check a deployment end to end; exit code 1 if something is wrong')
    .option('--stage <name>', 'also check what only AWS shows, with AWS credentials')
    .option(
      '--found-within <seconds>',
      'how long a record may take until it is found',
      wholeNumber(1, 3600),
      60,
    )
    .option(
      '--gateway <address>',
      'the gateway (default: the output GatewayUrl of the stage)',
      (text: string) => checkedUrl('--gateway', text),
    )
    .option('--paid-call', 'also send a call of some ten tokens through the gateway, which Anthropic bills')
    .action(async (options, self) => {
      const session = await sessionOf(context, self);
      const aws = context.doctorAws ?? (await deploymentOf(session.target, options.stage));
      // No other command needs them.
      const { CHECKS } = await import('../doctor/checks.ts');
      const { examine } = await import('../doctor/examine.ts');
      const results = examine(CHECKS, {
        session,
        aws,
        withoutAws: WITHOUT_AWS,
        foundWithinMs: options.foundWithin * 1000,
        gatewayUrl: options.gateway ?? aws?.outputs['GatewayUrl'],
        paidCall: options.paidCall ?? false,
      });
      const seen: CheckResult[] = [];
      for await (const result of results) {
        seen.push(result);
        await show(session.print, session.io, result);
      }
      const count = (status: CheckResult['status']) =>
        seen.filter((result) => result.status === status).length;
      await session.print.line();
      await session.print.line(
        `${count('ok')} ok, ${counted(count('warning'), 'warning')}, ${count('failed')} failed, ${count('skipped')} not checked.`,
      );
      if (count('failed') > 0) context.exitCode = EXIT.problem;
    });
  return withExamples(command, 'doctor', 'doctor --json', 'doctor --stage prod');
}

const SIGNS = { ok: '✓', warning: '!', failed: '✗', skipped: '-' } as const;
const COLORS = { ok: 'green', warning: 'yellow', failed: 'red', skipped: 'dim' } as const;

/** A check at a time, as soon as it is done: some of them wait. */
async function show(print: Printer, io: Io, result: CheckResult): Promise<void> {
  if (print.json) return io.out(`${JSON.stringify(result)}\n`);
  const { status, check, found, why, fix } = result;
  await print.line(`${print.paint(COLORS[status], `${SIGNS[status]} ${check}`)}  ${found}`);
  if (fix === undefined) return;
  await print.line(`    Why it matters: ${why}`);
  await print.line(`    How to mend it: ${fix}`);
}

/** Loaded only if there is a deployment to look at. */
async function deploymentOf({ local }: Target, stage: string | undefined): Promise<DoctorAws | undefined> {
  if (stage !== undefined) {
    const { awsDeployment } = await import('../doctor/aws-deployment.ts');
    const { readStackOutputs } = await import('../aws/stack-outputs.ts');
    return awsDeployment(`TokenLedger-${stage}`, await readStackOutputs(stage));
  }
  if (!local) return undefined;
  const { awsDeployment } = await import('../doctor/aws-deployment.ts');
  const { useLocalAws } = await import('../aws/local-aws.ts');
  useLocalAws(local);
  return awsDeployment(local.stackName, local.outputs);
}
