// oxlint-disable import/no-default-export -- That is how Jest wants it.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { keepCompiledCode } from './keep-compiled-code.ts';
import { addressFor, GLOBALS, registerModuleHooks } from './module-hooks.ts';

keepCompiledCode();
registerModuleHooks();

const require = createRequire(import.meta.url);

const { default: Runtime } = require('jest-runtime') as typeof import('jest-runtime');

/** Where Jest's runner keeps who receives its events, and the timeout that a file sets for its tests. */
const STATE_OF_FILE = ['EVENT_HANDLERS', 'TEST_TIMEOUT_SYMBOL'].map((name) => Symbol.for(name));

let files = 0;

/** Has Node.js load what Jest would otherwise load, link and compile for every test file again: see docs/adr/0036-node-loads-the-tests.md. */
export default class NativeRuntime extends Runtime {
  readonly #file = files++;

  override unstable_shouldLoadAsEsm(): boolean {
    return true;
  }

  override async unstable_importModule(path: string): Promise<unknown> {
    Reflect.set(globalThis, GLOBALS, this.requireModuleOrMock(path, '@jest/globals'));
    return import(addressFor(pathToFileURL(path).href, this.#file));
  }

  /** Jest's own modules. The one that is asked for holds the state of a run; what it requires in turn is loaded once. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- The method that it overrides has it.
  override requireInternalModule<T = unknown>(path: string): T {
    for (const state of STATE_OF_FILE) Reflect.deleteProperty(globalThis, state);
    delete require.cache[path];
    return require(path) as T;
  }
}
