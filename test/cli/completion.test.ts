import { describe, expect, it, jest } from '@jest/globals';
import { servedMachine } from './support/served-machine.ts';

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish'])('has a script for %s', async (shell) => {
    const written: string[] = [];
    const log = jest
      .spyOn(globalThis.console, 'log')
      .mockImplementation((text: string) => void written.push(text));
    try {
      expect((await servedMachine().run(`completion ${shell}`)).code).toBe(0);
    } finally {
      log.mockRestore();
    }
    expect(written.join('\n')).toContain('token-ledger');
  });
});
