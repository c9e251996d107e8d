import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopAllProcesses } from './processes.ts';
import { type ProductOptions, startProduct } from './product.ts';
import { onStopRequest } from './shutdown.ts';
import type { Deployment } from './state.ts';

/** Starts a product for one check only, and removes all of it afterwards, also after Ctrl-C. */
export async function withTemporaryProduct<T>(
  check: (deployment: Deployment, directory: string) => Promise<T>,
  options: (directory: string) => Omit<ProductOptions, 'directory' | 'progress'> = () => ({}),
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'token-ledger-'));
  const removeAll = async () => {
    await stopAllProcesses();
    await rm(directory, { recursive: true, force: true });
  };
  onStopRequest(() => void removeAll().finally(() => process.exit(130)));
  try {
    const { deployment } = await startProduct({
      directory,
      progress: console.log,
      ...options(directory),
    });
    return await check(deployment, directory);
  } finally {
    await removeAll();
  }
}
