import { describe, expect, it } from '@jest/globals';
import { DAY, threeUsers } from './support/three-users.ts';

describe('an answer', () => {
  const machine = threeUsers();

  it('has colors on a terminal only, and never with NO_COLOR', async () => {
    const terminal = { input: false, output: true, errors: true };
    const env = { TOKEN_LEDGER_URL: 'https://ledger.example.com', TOKEN_LEDGER_KEY: 'tl_ak_1_secret' };
    const escape = '\u001b[';
    expect((await machine.run(`top ${DAY}`, { terminal })).out).toContain(escape);
    expect((await machine.run(`top ${DAY}`, { terminal, env: { ...env, NO_COLOR: '1' } })).out).not.toContain(
      escape,
    );
    expect((await machine.run(`top ${DAY}`)).out).not.toContain(escape);
    expect((await machine.run(`top ${DAY}`, { env: { ...env, FORCE_COLOR: '1' } })).out).toContain(escape);
  });

  it('about a problem has its text, what to do, and a code', async () => {
    const { code, err } = await machine.run('users add u_1 --name Eve');
    expect(code).toBe(1);
    expect(err).toMatch(/^Error: A user of this id is registered already\.\nRequest id: /);
    const document = { code: 'insufficient_scope', detail: 'It needs admin.' };
    const fetch = async () => Response.json(document, { status: 403 });
    expect(await machine.run('conflicts', { fetch })).toMatchObject({
      code: 3,
      err: expect.stringMatching(/^Error: It needs admin\.\nCreate a key that has it: .+ --scopes <scopes>/),
    });
    const json = await machine.run('budgets show nobody --json');
    expect(json.code).toBe(4);
    expect(JSON.parse(json.err)).toMatchObject({ error: { code: 'budget_not_found', exitCode: 4 } });
  });
});
