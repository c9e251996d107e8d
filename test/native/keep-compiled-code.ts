import { join } from 'node:path';

const DIRECTORY = join(import.meta.dirname, '../../node_modules/.cache/token-ledger-tests');

/** A program that tests start does not compile what an earlier one compiled: 0.3 seconds less for each of hundreds. */
export function keepCompiledCode(): void {
  process.env['NODE_COMPILE_CACHE'] ??= DIRECTORY;
}

/** What a program needs of the environment that is the same on every machine: where programs are, and what is compiled. */
export function bareEnvironment(): { readonly PATH: string; readonly NODE_COMPILE_CACHE: string } {
  return {
    PATH: process.env['PATH'] ?? '',
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? DIRECTORY,
  };
}
