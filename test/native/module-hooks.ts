import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

/** Where a test file finds `describe`, `expect` and the other functions of its own run. */
export const GLOBALS = Symbol.for('token-ledger.jest-globals');

const NAMES = 'afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test';

const GLOBALS_SCHEME = 'jest-globals:';

const ROOT = pathToFileURL(`${import.meta.dirname}/../../`).href;

/** Packages without state: a module of theirs behaves the same for the first and the last test file. They import only each other. */
const STATELESS = /^packages\/(?:aws|contract|core|in-memory|otlp|secrets)\//;

const NUMBER_OF_FILE = /\?test-file=\d+$/;

/** The address under which a test file, or what only it may use, is loaded. */
export function addressFor(url: string, file: number): string {
  return `${url}?test-file=${file}`;
}

/**
 * Has Node.js itself load tests and what they test. A library or stateless package is loaded once per process. Each test file
 * gets its own copies of all other modules: the number of the file in their addresses makes them different modules.
 */
export function registerModuleHooks(): void {
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const [file] = NUMBER_OF_FILE.exec(context.parentURL ?? '') ?? [];
      if (file === undefined) return nextResolve(specifier, context);
      if (specifier === '@jest/globals') {
        return { url: `${GLOBALS_SCHEME}${file}`, format: 'module', shortCircuit: true };
      }
      const resolved = nextResolve(specifier, context);
      return hasState(resolved.url) ? { ...resolved, url: `${resolved.url}${file}` } : resolved;
    },
    load(url, context, nextLoad) {
      if (!url.startsWith(GLOBALS_SCHEME)) return nextLoad(url, context);
      const source = `export const { ${NAMES} } = globalThis[Symbol.for('${GLOBALS.description}')];`;
      return { format: 'module', source, shortCircuit: true };
    },
  });
}

function hasState(url: string): boolean {
  if (!url.startsWith(ROOT) || url.includes('?') || url.includes('/node_modules/')) return false;
  return !STATELESS.test(url.slice(ROOT.length));
}
