import { numberOption, readArguments, runScript } from './command-line.ts';
import { loadDemo } from './demo/load-demo.ts';
import { settingsOfTwoMonths, twoMonths } from './demo/two-months.ts';
import { type LocalGatewayOptions, startGateway } from './local/gateway.ts';
import { alreadyRunning, instructions } from './local/instructions.ts';
import { startLocalMessagesApi } from './local/messages-api/local-messages-api.ts';
import { logTail, stopAllProcesses } from './local/processes.ts';
import { type Product, startProduct } from './local/product.ts';
import { onStopRequest } from './local/shutdown.ts';
import { readDeployment, STATE_DIRECTORY, writeDeployment } from './local/state.ts';
import { replayFile } from './replay/replay-file.ts';

const USAGE = `Runs the whole product on this machine until Ctrl-C.

  npm start -- [options]

  --port <number>  port of the AWS emulator on 127.0.0.1 (default any free port)
  --demo           load made-up usage of three teams: the last month and this one
  --data <file>    replay this trace once the product runs (see npm run replay -- --help)
  --upstream <url> have the gateway forward calls to the Messages API at this address, with the key of the environment variable
                   ANTHROPIC_API_KEY, and not to the stand-in
  --docker         run the emulator in a container; without it, Python 3.10 or newer is needed`;

const DURATION =
  'It takes two to three minutes the first time, most of it downloads and synthesis, and about one later; --demo adds one.';

await runScript(USAGE, async () => {
  const { values } = readArguments({
    options: {
      port: { type: 'string' },
      demo: { type: 'boolean', default: false },
      data: { type: 'string' },
      upstream: { type: 'string' },
      docker: { type: 'boolean', default: false },
    },
  });
  const port = values.port === undefined ? undefined : numberOption('port', values.port, 1, 65_535);
  const upstream = values.upstream === undefined ? undefined : gatewayOptions(values.upstream);
  const running = await readDeployment();
  if (running) throw new Error(alreadyRunning(running));

  const stopRequest = Promise.withResolvers<void>();
  let stopRequested = false;
  onStopRequest(() => {
    console.log('\nStopping …');
    stopRequested = true;
    stopRequest.resolve();
    // Steps that are still running now fail, because the emulator is gone.
    void stopAllProcesses();
  });

  try {
    console.log(`Starting Token Ledger on this machine. ${DURATION}\n`);
    const product = await startProduct({
      directory: STATE_DIRECTORY,
      docker: values.docker,
      progress: console.log,
      ...(port !== undefined && { port }),
      ...(values.demo && { settings: await settingsOfTwoMonths() }),
    });
    try {
      const messagesApi = await startLocalMessagesApi();
      const gateway = await startGateway({
        deployment: product.deployment,
        ...(upstream ?? { upstream: new URL(messagesApi.url), anthropicKey: 'none' }),
      });
      try {
        const { outputs } = product.deployment;
        const deployment = { ...product.deployment, outputs: { ...outputs, GatewayUrl: gateway.url } };
        // With the gateway as an output, as in AWS: the command line reads it.
        await writeDeployment(STATE_DIRECTORY, deployment);
        if (values.demo) await loadDemo(deployment, twoMonths(Date.now()), console.log);
        console.log(instructions({ deployment, messagesApiUrl: messagesApi.url, gatewayUrl: gateway.url }));
        if (values.data !== undefined) await replayFile(values.data, deployment);
        await Promise.race([stopRequest.promise, unexpectedEnd(product)]);
      } finally {
        await gateway.stop();
        await messagesApi.close();
      }
    } finally {
      await product.stop();
    }
  } catch (error) {
    if (!stopRequested) throw error;
    process.exitCode = 130;
  }
  if (stopRequested) console.log('Stopped. Nothing is left running.');
});

function gatewayOptions(address: string): Pick<LocalGatewayOptions, 'upstream' | 'anthropicKey'> {
  const upstream = URL.canParse(address) ? new URL(address) : undefined;
  if (!upstream || !/^https?:$/.test(upstream.protocol))
    throw new Error(`--upstream is ${address}; it must be an http or https URL.`);
  const anthropicKey = process.env['ANTHROPIC_API_KEY'];
  if (!anthropicKey) throw new Error('--upstream needs the environment variable ANTHROPIC_API_KEY.');
  return { upstream, anthropicKey };
}

async function unexpectedEnd({ emulator, emulatorLogPath }: Product): Promise<never> {
  const outcome = await emulator.ended;
  throw new Error(
    `The AWS emulator exited unexpectedly with ${outcome}.\n\n${await logTail(emulatorLogPath)}`,
  );
}
