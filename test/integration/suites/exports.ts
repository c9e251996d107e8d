import { describe, expect, it } from '@jest/globals';
import type { ExportRequest, ExportResponse } from '@token-ledger/contract';
import { parse } from 'csv-parse/sync';
import { waitFor } from '../../support/wait-for.ts';
import { call, postRecords, usageOf, waitForUsage, yesterday } from '../support/api.ts';
import { newUser, record } from '../support/records.ts';

export function describeExports(): void {
  describe('an export', () => {
    async function write(body: ExportRequest): Promise<ExportResponse> {
      const { status, body: asked } = await call<ExportResponse>('POST', '/v1/exports', body);
      expect(status).toBe(202);
      return waitFor('the export to be finished', async () => {
        const { body: state } = await call<ExportResponse>('GET', `/v1/exports/${asked.id}`);
        return state.status === 'finished' ? state : undefined;
      });
    }

    it('of both contains the reported records and their statistics, and disappears when it is deleted', async () => {
      const userId = newUser();
      await postRecords(Array.from({ length: 200 }, () => record(userId)));
      const usage = await waitForUsage(userId, 200);
      const from = yesterday();
      const done = await write({
        from,
        what: ['records', 'statistics'],
        dimension: 'user',
        period: 'hour',
        filter: { userId },
        recordFields: ['requestId', 'userId', 'inputTokens', 'totalTokens'],
      });
      const links = done.files.map(({ link }) => link?.url ?? '');
      for (const { totals } of done.files) {
        expect([totals?.requests, totals?.tokens.input, totals?.tokens.total]).toEqual(
          [usage.requests, usage.input, usage.total].map(Number),
        );
      }
      const { headers } = await fetch(links[0] ?? '');
      expect(headers.get('content-disposition')).toBe(`attachment; filename="${done.files[0]?.name}"`);
      expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
      const [records, statistics] = await Promise.all(
        links.map(async (link) => parse(await (await fetch(link)).text(), { columns: true })),
      );
      const sum = (rows: unknown, name: string) =>
        (rows as Record<string, string>[]).reduce((total, row) => total + Number(row[name]), 0);
      expect(new Set((records as { requestId: string }[]).map(({ requestId }) => requestId)).size).toBe(200);
      expect(sum(records, 'totalTokens')).toBe(Number(usage.total));
      expect(sum(statistics, 'totalTokens')).toBe(Number((await usageOf(userId)).total));

      expect((await call('DELETE', `/v1/exports/${done.id}`)).status).toBe(202);
      expect((await call('GET', `/v1/exports/${done.id}`)).status).toBe(404);
      await waitFor('the files to be deleted', async () => {
        const statuses = await Promise.all(links.map(async (link) => (await fetch(link)).status));
        return statuses.every((status) => status === 404) || undefined;
      });
    });

    it('can be a compressed file or a spreadsheet, too', async () => {
      const userId = newUser();
      await postRecords([record(userId)]);
      await waitForUsage(userId, 1);
      const from = yesterday();
      const [zipped, sheet] = await Promise.all([
        write({ from, filter: { userId }, format: 'ndjson', gzip: true }),
        write({ from, filter: { userId }, format: 'xlsx' }),
      ]);
      const body = (await fetch(zipped.files[0]?.link?.url ?? '')).body?.pipeThrough(
        new DecompressionStream('gzip'),
      );
      expect(JSON.parse(await new Response(body).text())).toMatchObject({ userId, totalTokens: 11 });
      const bytes = await (await fetch(sheet.files[0]?.link?.url ?? '')).bytes();
      expect([...bytes.subarray(0, 2)]).toEqual([0x50, 0x4b]);
      expect(bytes.length).toBe(sheet.files[0]?.bytes);
    });
  });
}
