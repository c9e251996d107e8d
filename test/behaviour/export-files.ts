import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ExportFiles } from '@token-ledger/core';

const DESCRIPTION = { name: 'records.csv', contentType: 'text/csv' };
/** Each store has its own message. */
const NOT_THERE = /not exist|There is no|is not the one/;
const PART_BYTES = 5 * 1024 * 1024;

/** The behaviour of every store of files. `create` returns an empty one. */
export function describeExportFiles(name: string, create: () => Promise<ExportFiles>): void {
  describe(name, () => {
    let files: ExportFiles;
    beforeAll(async () => {
      files = await create();
    });

    async function read(key: string): Promise<Buffer> {
      const chunks: Uint8Array[] = [];
      for await (const chunk of files.readFile(key)) chunks.push(chunk);
      return Buffer.concat(chunks);
    }

    it('returns a file as it was stored, replaces it and deletes it', async () => {
      await files.putFile('a/1/file', Buffer.from('first'), DESCRIPTION);
      await files.putFile('a/1/file', Buffer.from('second'), DESCRIPTION);
      expect((await read('a/1/file')).toString()).toBe('second');
      await files.putFile('a/1/empty', new Uint8Array(), DESCRIPTION);
      expect(await read('a/1/empty')).toHaveLength(0);
      await files.deleteFile('a/1/file');
      await files.deleteFile('a/1/file');
      await expect(read('a/1/file')).rejects.toThrow(NOT_THERE);
    });

    it('joins only the listed parts into a file, also when called twice', async () => {
      const part = (letter: string, length = PART_BYTES) => Buffer.alloc(length, letter);
      const id = await files.startUpload('b/1/file', DESCRIPTION);
      const first = await files.uploadPart('b/1/file', id, 1, part('a'));
      await files.uploadPart('b/1/file', id, 2, part('x'));
      const third = await files.uploadPart('b/1/file', id, 3, part('c', 3));
      await expect(read('b/1/file')).rejects.toThrow(NOT_THERE);
      await files.completeUpload('b/1/file', id, [first, third]);
      await files.completeUpload('b/1/file', id, [first, third]);
      const content = await read('b/1/file');
      expect(content.length).toBe(PART_BYTES + 3);
      expect(content.subarray(PART_BYTES - 1).toString()).toBe('accc');
    });

    it('drops the parts of an aborted upload, and the upload', async () => {
      const id = await files.startUpload('c/1/file', DESCRIPTION);
      const part = await files.uploadPart('c/1/file', id, 1, Buffer.from('x'));
      await files.abortUpload('c/1/file', id);
      await files.abortUpload('c/1/file', id);
      await expect(files.uploadPart('c/1/file', id, 2, Buffer.from('y'))).rejects.toThrow(NOT_THERE);
      await expect(files.completeUpload('c/1/file', id, [part])).rejects.toThrow(NOT_THERE);
    });
  });
}
