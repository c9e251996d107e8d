import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from './errors.ts';
import type { Io } from './io.ts';

/** The object in a file, or in standard input with `-`. The API checks what is in it. @throws UsageError */
export async function readJsonFile(io: Io, path: string): Promise<unknown> {
  try {
    return JSON.parse(await readTextFile(io, path));
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(`${path} is not JSON: ${error.message}`);
    throw error;
  }
}

/** @throws UsageError if the file cannot be read */
export async function readTextFile(io: Io, path: string): Promise<string> {
  if (path === '-') return io.readInput();
  try {
    return await readFile(resolve(io.cwd, path), 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
