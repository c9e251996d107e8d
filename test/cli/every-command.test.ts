import { describe, expect, it } from '@jest/globals';
import { leaves } from './support/leaves.ts';
import { servedMachine } from './support/served-machine.ts';

describe('every command', () => {
  const commands = leaves();

  it('has a help with an example, a description, and its options', async () => {
    const machine = servedMachine();
    for (const { path, command, examples } of commands) {
      const { code, out } = await machine.run(`${path} --help`);
      expect([path, code]).toEqual([path, 0]);
      expect([path, command.description()]).not.toEqual([path, '']);
      expect([path, examples.length]).not.toEqual([path, 0]);
      for (const example of examples) {
        expect(out).toContain(`  token-ledger ${example}`);
        expect(example.startsWith(path)).toBe(true);
      }
    }
    expect(commands.length).toBeGreaterThan(45);
  });

  it('is unknown if it does not exist, with the one that was probably intended', async () => {
    const { code, err } = await servedMachine().run('stat');
    expect(code).toBe(2);
    expect(err).toContain("Error: unknown command 'stat'\n(Did you mean stats?)");
  });

  it.each([
    'stats --las 7d',
    'stats --by team',
    'top --limit 0',
    'top --limit many',
    'records show',
    'keys create',
  ])('refuses a wrong command line before it asks the ledger: %s', async (line) => {
    const machine = servedMachine();
    const { code, err, out } = await machine.run(line);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^Error: .+\n\(--help shows the options\)\n$/s);
    expect(machine.api.requests).toEqual([]);
  });
});
