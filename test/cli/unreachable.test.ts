import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { EXIT } from '../../packages/cli/src/exit-codes.ts';
import { fakeMachine } from './support/fake-io.ts';

describe('a ledger that cannot be reached', () => {
  const machine = fakeMachine({ fetch });
  const asked = (url: string, more = {}) =>
    machine.run('top', { env: { TOKEN_LEDGER_URL: url, TOKEN_LEDGER_KEY: 'tl_ak_1_secret' }, ...more });

  it.each(['127.0.0.1', 'localhost'])('may be that of an npm start that was stopped, at %s', async (host) => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const { code, err } = await asked(`http://${host}:${port}`);
    expect([code, err]).toEqual([
      EXIT.temporary,
      'Error: The ledger cannot be reached.\n' +
        `Nothing listens on port ${port} of this machine. If that was npm start, it runs no more: start it again, and set what it prints.\n`,
    ]);
  });

  it('is no product of npm start anywhere else', async () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), {
      code: 'ECONNREFUSED',
      address: '10.0.0.7',
      port: 443,
    });
    const fetch = () => Promise.reject(new TypeError('fetch failed', { cause: refused }));
    const { err } = await asked('https://ledger.example.com', { fetch });
    expect(err).toContain('Check the address and your network. token-ledger doctor shows more.\n');
  });
});
