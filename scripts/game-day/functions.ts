import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import type { ServiceName } from '../../functions/shared/metrics.ts';
import { workersOf } from '../crash/worker-processes.ts';
import type { Deployment } from '../local/state.ts';

/** The deployed functions and their processes. */
export interface Functions {
  readonly names: readonly string[];
  nameOf(service: ServiceName): string;
  /** Kills every process of a function: as a crash does, and so that it forgets what it remembers. */
  kill(service: ServiceName): Promise<number>;
}

export async function findFunctions({ emulatorPid }: Pick<Deployment, 'emulatorPid'>): Promise<Functions> {
  const client = new LambdaClient({});
  const names = new Map<string, string>();
  for await (const { Functions: found = [] } of paginateListFunctions({ client }, {}))
    for (const { FunctionName = '', Environment } of found) {
      const service = Environment?.Variables?.['POWERTOOLS_SERVICE_NAME'];
      if (service !== undefined) names.set(service, FunctionName);
    }
  const nameOf = (service: ServiceName) => {
    const name = names.get(service);
    if (name === undefined) throw new Error(`The function ${service} is not deployed.`);
    return name;
  };
  return {
    names: [...names.values()],
    nameOf,
    async kill(service) {
      const workers = await workersOf(emulatorPid, nameOf(service));
      return workers.filter(endProcess).length;
    },
  };
}

/** Whether it still existed. */
function endProcess(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}
