import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Requests to DynamoDB that are throttled. */
interface Fault {
  /** A part of the table's name. */
  readonly table: string;
  readonly operations: readonly string[];
}

export interface Faults {
  /** From now on, in place of the earlier ones. */
  inject(faults: readonly Fault[]): Promise<void>;
  clear(): Promise<void>;
}

/** Where the emulator looks for faults. */
export function faultsPathIn(directory: string): string {
  return join(directory, 'faults.json');
}

export function createFaults(directory: string): Faults {
  const path = faultsPathIn(directory);
  return {
    async inject(faults) {
      // So that the emulator never reads half of it.
      await writeFile(`${path}.new`, JSON.stringify(faults));
      await rename(`${path}.new`, path);
    },
    clear: () => rm(path, { force: true }),
  };
}
