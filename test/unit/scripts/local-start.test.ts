import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { useEmulator } from '../../../scripts/local/aws-environment.ts';
import { LOOPBACK, loopbackPort } from '../../../scripts/local/loopback-port.ts';
import { nOfM, step } from '../../../scripts/local/progress.ts';
import { findPython } from '../../../scripts/local/python.ts';
import { watchRollUp } from '../../../scripts/local/roll-up.ts';
import { waitUntil } from '../../../scripts/local/wait-until.ts';
import { rememberProcess } from '../../native/remember-process.ts';

describe('looking for Python', () => {
  it('reports what was looked for, what was found and what to do', async () => {
    // Node.js replaces a Python that cannot report a version.
    await expect(findPython(['no-such-python', process.execPath])).rejects.toThrow(
      /needs Python 3\.10 or newer.*no-such-python \(not found\).*PYTHON=.*--docker/s,
    );
  });
});

describe('choosing a port', () => {
  it('finds a free one', async () => {
    expect(await loopbackPort()).toBeGreaterThan(1023);
  });

  it('reports that the requested port is taken', async () => {
    const server = createServer().listen(0, LOOPBACK);
    await once(server, 'listening');
    const address = server.address();
    const taken = typeof address === 'object' && address !== null ? address.port : 0;
    await expect(loopbackPort(taken)).rejects.toThrow(new RegExp(`Port ${taken} .*EADDRINUSE.*--port`));
    server.close();
  });
});

describe('a step of a start', () => {
  it('reports every 15 seconds that it still runs, and its result and duration at the end', async () => {
    jest.useFakeTimers();
    try {
      const lines: string[] = [];
      const done = Promise.withResolvers<string>();
      const running = step(
        (line) => lines.push(line),
        'Stack synthesized',
        () => done.promise,
        String,
      );
      await jest.advanceTimersByTimeAsync(31_000);
      expect(lines.map((line) => line.replaceAll(/ +/g, ' '))).toEqual([
        '… Stack synthesized 15 s under way',
        '… Stack synthesized 30 s under way',
      ]);
      done.resolve('token-ledger');
      await running;
      await jest.advanceTimersByTimeAsync(60_000);
      expect(lines.slice(2).map((line) => line.replaceAll(/ +/g, ' '))).toEqual([
        '✓ Stack synthesized 31.0 s token-ledger',
      ]);
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('how far a step is', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('is asked for each time it is reported, and cannot fail the step', async () => {
    jest.useFakeTimers();
    const lines: string[] = [];
    const done = Promise.withResolvers<void>();
    const answers = [async () => nOfM(1250, 5021), () => Promise.reject(new Error('busy'))];
    const running = step(
      (line) => lines.push(line),
      'Recorded',
      () => done.promise,
      undefined,
      () => answers.shift()?.() ?? '',
    );
    await jest.advanceTimersByTimeAsync(31_000);
    done.resolve();
    await running;
    expect(lines.map((line) => line.replaceAll(/ +/g, ' '))).toEqual([
      '… Recorded 15 s 1,250 of 5,021',
      '… Recorded 30 s under way',
      '✓ Recorded 31.0 s',
    ]);
  });

  it('of the roll-up is how much of what waited is rolled up', async () => {
    const waiting = [1489, 1177, 3];
    const api = createServer((_, response) => {
      const pending = { counts: { hour: waiting.shift(), day: 0, month: 1 }, oldestSince: null, buckets: [] };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ pending }));
    });
    await once(api.listen(0, LOOPBACK), 'listening');
    try {
      const address = api.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const rolledUp = await watchRollUp({ apiUrl: `http://${LOOPBACK}:${port}`, accessKey: 'tl_ak_1' });
      expect([await rolledUp(), await rolledUp()]).toEqual(['312 of 1,490', '1,486 of 1,490']);
    } finally {
      api.close();
    }
  });
});

describe('a process that uses the emulator', () => {
  it("has nothing of the user's AWS configuration", () => {
    const restore = rememberProcess();
    try {
      Object.assign(process.env, {
        AWS_PROFILE: 'production',
        AWS_SESSION_TOKEN: 'secret',
        AWS_ENDPOINT_URL_SQS: 'https://sqs.example.com',
        https_proxy: 'http://proxy',
        OF_THE_USER: 'kept',
      });
      useEmulator('http://127.0.0.1:1');
      for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_ENDPOINT_URL_SQS', 'https_proxy'])
        expect(process.env).not.toHaveProperty(name);
      expect(process.env).toMatchObject({
        AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
        AWS_ACCESS_KEY_ID: 'local',
        OF_THE_USER: 'kept',
      });
    } finally {
      restore();
    }
  });
});

describe('waiting', () => {
  it('returns the first answer', async () => {
    const answers = [undefined, undefined, 'there', 'too late'];
    expect(await waitUntil('it', 1000, async () => answers.shift(), 1)).toBe('there');
  });

  it('names what it waited for when the time is up', async () => {
    await expect(waitUntil('a miracle', 20, async () => undefined, 5)).rejects.toThrow('a miracle');
  });

  it('passes on an error', async () => {
    const failing = async () => {
      throw new Error('broken');
    };
    await expect(waitUntil('it', 1000, failing)).rejects.toThrow('broken');
  });
});
