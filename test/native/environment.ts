// oxlint-disable import/no-default-export -- That is how Jest wants it.
import type { JestEnvironment, JestEnvironmentConfig } from '@jest/environment';
import { jestExpect } from '@jest/expect';
import { ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';
import { rememberProcess } from './remember-process.ts';

/** Runs test files in the process itself, one after the other. What one changes there is restored after it. */
export default class NativeEnvironment implements JestEnvironment {
  readonly global = globalThis as JestEnvironment['global'];
  readonly moduleMocker = new ModuleMocker(globalThis);
  readonly fakeTimers = null;
  readonly fakeTimersModern: ModernFakeTimers;
  readonly #restore: () => void;

  constructor({ projectConfig }: JestEnvironmentConfig) {
    // Creates what matchers share, which has to outlive the file.
    jestExpect.getState();
    this.#restore = rememberProcess();
    // A file of tests makes more clients that report when the process ends than a program does.
    process.setMaxListeners(0);
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
  }

  async setup(): Promise<void> {}

  async teardown(): Promise<void> {
    this.fakeTimersModern.dispose();
    this.moduleMocker.restoreAllMocks();
    this.#restore();
  }

  exportConditions(): string[] {
    return ['node', 'node-addons'];
  }

  /** Jest requires the method, and would load modules into the answer: the runtime does not let it. */
  getVmContext(): null {
    return null;
  }

  /** Jest shows the lines around a failure only if it finds them at a file's plain path. */
  handleTestEvent(event: object): void {
    if ('error' in event) withPlainPaths(event.error);
  }
}

function withPlainPaths(error: unknown): void {
  for (const each of [error].flat()) {
    if (each instanceof Error && each.stack !== undefined)
      each.stack = each.stack.replaceAll(/\?test-file=\d+/g, '');
  }
}
