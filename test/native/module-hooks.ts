import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

/** Where a test file finds `describe`, `expect` and the other functions of its own run. */
export const GLOBALS = Symbol.for('token-ledger.jest-globals');

const NAMES = 'afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test';

const GLOBALS_SCHEME = 'jest-globals:';

const ROOT = pathToFileURL(`${import.meta.dirname}/../../`).href;

/** What is loaded once: packages without state, whose modules behave the same for the first and the last test file; what files share. */
const SHARED =
  /^(?:packages\/(?:aws|contract|core|in-memory|otlp|secrets)|test\/template\/support\/made-templates)[/.]/;

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
      if (file === undefined) return withoutState(nextResolve(specifier, context), context.parentURL);
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
  return isOurs(url) && !url.includes('?') && !SHARED.test(url.slice(ROOT.length));
}

function isOurs(url: string): boolean {
  return url.startsWith(ROOT) && !url.includes('/node_modules/');
}

/** A shared module would give each file the state that the first one left. */
function withoutState<Resolved extends { readonly url: string }>(resolved: Resolved, parent = ''): Resolved {
  if (isOurs(parent) && SHARED.test(parent.slice(ROOT.length)) && hasState(resolved.url))
    throw new Error(`${parent} is loaded once for all test files, but ${resolved.url} is not.`);
  return resolved;
}
