import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { fakeMachine } from './support/fake-io.ts';

const NAMES = ['records-20261101-20261201.csv', 'statistics-20261101-20261201.csv'];

/** A machine at a ledger that has finished each export, whose files say how often they were fetched. */
function machineWithExport() {
  let fetched = 0;
  const link = (name: string) => ({ url: `https://bucket.example.com/${name}`, expiresAt: 'soon' });
  const files = NAMES.map((name) => ({ name, rows: 1, bytes: 1, totals: null, link: link(name) }));
  const range = { from: '2026-11-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z' };
  const finished = { id: 'export_1', status: 'finished', progress: 1, range, files };
  const fetch = async (...request: Parameters<typeof globalThis.fetch>) => {
    const { pathname, host } = new URL(new Request(...request).url);
    if (host === 'bucket.example.com') {
      fetched += 1;
      return new Response(`${pathname.slice(1)} ${fetched}`);
    }
    if (pathname.endsWith('/runs')) return Response.json({ id: 'run_1', exportId: 'export_1' });
    return Response.json(finished);
  };
  const machine = fakeMachine({
    fetch,
    env: { TOKEN_LEDGER_URL: 'https://ledger.example.com', TOKEN_LEDGER_KEY: 'tl_ak_1_secret' },
  });
  const folder = join(machine.home, 'files');
  const contents = () => NAMES.map((name) => readFileSync(join(folder, name), 'utf8'));
  return { machine, folder, contents, fetch, fetched: () => fetched };
}

describe.each(['export create --last 7d', 'export download export_1', 'report run report_1'])(
  'what %s downloads',
  (command) => {
    it('goes into a new folder, and leaves nothing else there', async () => {
      const { machine, folder, contents } = machineWithExport();
      expect(await machine.run(`${command} --to-folder files`)).toMatchObject({
        code: 0,
        out: expect.stringContaining(join(folder, NAMES[1] ?? '')),
      });
      expect(contents()).toEqual([`${NAMES[0]} 1`, `${NAMES[1]} 2`]);
      expect(readdirSync(folder).toSorted()).toEqual(NAMES);
    });

    it.each(NAMES)('does not replace %s, and says how to get it without the loss of either', async (name) => {
      const { machine, folder, fetched } = machineWithExport();
      mkdirSync(folder);
      writeFileSync(join(folder, name), 'former');
      const { code, out, err } = await machine.run(`${command} --to-folder files`);
      expect([code, out]).toEqual([1, '']);
      expect(err).toContain(`Error: ${join(folder, name)} exists, and is kept as it is.\n`);
      expect(err).toContain('The export is made, and stays in token-ledger export list.');
      expect(err).toContain(
        'token-ledger export download export_1 with --to-folder <folder> or --overwrite.',
      );
      expect(readFileSync(join(folder, name), 'utf8')).toBe('former');
      expect([readdirSync(folder), fetched()]).toEqual([[name], 0]);

      expect(await machine.run('export download export_1 --to-folder elsewhere')).toMatchObject({ code: 0 });
      expect(readdirSync(join(machine.home, 'elsewhere')).toSorted()).toEqual(NAMES);
    });

    it('is refused at once, while the export is still written', async () => {
      const { machine, folder, fetch } = machineWithExport();
      mkdirSync(folder);
      writeFileSync(join(folder, NAMES[1] ?? ''), 'former');
      const underWay = async (...request: Parameters<typeof fetch>) => {
        const answer = (await (await fetch(...request)).json()) as object;
        return Response.json({ ...answer, status: 'running', progress: 0 });
      };
      const sleep = () => Promise.reject(new Error('Nothing is waited for.'));
      const { code, err } = await machine.run(`${command} --to-folder files`, { fetch: underWay, sleep });
      expect([code, err]).toEqual([1, expect.stringContaining(`${NAMES[1]} exists, and is kept as it is.`)]);
    });

    it('replaces former files with --overwrite', async () => {
      const { machine, contents } = machineWithExport();
      await machine.run(`${command} --to-folder files`);
      expect(await machine.run(`${command} --to-folder files --overwrite`)).toMatchObject({ code: 0 });
      expect(contents()).toEqual([`${NAMES[0]} 3`, `${NAMES[1]} 4`]);
    });
  },
);

describe('a download', () => {
  it('does not replace a file that another one wrote meanwhile, and removes its part', async () => {
    const { machine, folder, fetch } = machineWithExport();
    const path = join(folder, NAMES[0] ?? '');
    const slow = async (...request: Parameters<typeof fetch>) => {
      if (new URL(new Request(...request).url).host === 'bucket.example.com') writeFileSync(path, 'another');
      return fetch(...request);
    };
    const { code, err } = await machine.run('export download export_1 --to-folder files', { fetch: slow });
    expect([code, err]).toEqual([1, expect.stringContaining('is kept as it is')]);
    expect(readFileSync(path, 'utf8')).toBe('another');
    expect(readdirSync(folder)).toEqual([NAMES[0]]);
  });

  it('that ends in the middle leaves the former file', async () => {
    const { machine, folder, fetch } = machineWithExport();
    mkdirSync(folder);
    NAMES.forEach((name) => writeFileSync(join(folder, name), 'former'));
    const broken = async (...request: Parameters<typeof fetch>) => {
      if (new URL(new Request(...request).url).host !== 'bucket.example.com') return fetch(...request);
      return new Response(
        new ReadableStream({ start: (stream) => stream.error(new Error('It broke off.')) }),
      );
    };
    const line = 'export download export_1 --to-folder files --overwrite';
    expect(await machine.run(line, { fetch: broken })).toMatchObject({ code: 1 });
    expect(readFileSync(join(folder, NAMES[0] ?? ''), 'utf8')).toBe('former');
    expect(readdirSync(folder).toSorted()).toEqual(NAMES);
  });
});
