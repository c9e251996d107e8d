import type { ExportFiles, FileDescription, UploadedPart } from '@token-ledger/core';
import { runAtOnce, type Step } from './step.ts';

export interface InMemoryExportFilesOptions {
  /** Wraps every operation; by default it runs at once. */
  readonly step?: Step;
  /** The smallest size of a part that is not the last one. */
  readonly leastPartBytes?: number;
}

interface Upload {
  readonly key: string;
  readonly parts: Map<number, { readonly tag: string; readonly content: Uint8Array }>;
}

/** Files in memory, as strict about parts as S3. */
export class InMemoryExportFiles implements ExportFiles {
  readonly #step: Step;
  readonly #leastPartBytes: number;
  readonly #files = new Map<string, Uint8Array>();
  readonly #uploads = new Map<string, Upload>();
  #serial = 0;

  constructor({ step = runAtOnce, leastPartBytes = 5 * 1024 * 1024 }: InMemoryExportFilesOptions = {}) {
    this.#step = step;
    this.#leastPartBytes = leastPartBytes;
  }

  /** The keys of all files. */
  keys(): readonly string[] {
    return [...this.#files.keys()];
  }

  /** The number of uploads that are neither completed nor aborted. */
  openUploads(): number {
    return this.#uploads.size;
  }

  putFile(key: string, content: Uint8Array, _description: FileDescription): Promise<void> {
    return this.#step('putFile', () => {
      this.#files.set(key, content.slice());
    });
  }

  async *readFile(key: string): AsyncGenerator<Uint8Array> {
    yield await this.#step('readFile', () => {
      const content = this.#files.get(key);
      if (!content) throw new Error(`There is no file ${key}.`);
      return content;
    });
  }

  deleteFile(key: string): Promise<void> {
    return this.#step('deleteFile', () => {
      this.#files.delete(key);
    });
  }

  startUpload(key: string, _description: FileDescription): Promise<string> {
    return this.#step('startUpload', () => {
      this.#serial += 1;
      this.#uploads.set(`upload ${this.#serial}`, { key, parts: new Map() });
      return `upload ${this.#serial}`;
    });
  }

  uploadPart(key: string, uploadId: string, number: number, content: Uint8Array): Promise<UploadedPart> {
    return this.#step('uploadPart', () => {
      const upload = this.#uploads.get(uploadId);
      if (upload?.key !== key) throw new Error(`There is no upload ${uploadId} of ${key}.`);
      if (number < 1 || number > 10_000)
        throw new RangeError(`A part number must be from 1 to 10000; got ${number}.`);
      this.#serial += 1;
      const tag = `tag ${this.#serial}`;
      upload.parts.set(number, { tag, content: content.slice() });
      return { number, tag };
    });
  }

  completeUpload(key: string, uploadId: string, parts: readonly UploadedPart[]): Promise<void> {
    return this.#step('completeUpload', () => {
      const upload = this.#uploads.get(uploadId);
      if (!upload && this.#files.has(key)) return;
      const contents = parts.map(({ number, tag }, index) => {
        const part = upload?.parts.get(number);
        const isLast = index === parts.length - 1;
        if (part?.tag !== tag) throw new Error(`Part ${number} of ${key} is not the one that was uploaded.`);
        if (!isLast && part.content.length < this.#leastPartBytes)
          throw new Error(`Part ${number} is too small.`);
        if (index > 0 && number <= (parts[index - 1]?.number ?? 0))
          throw new Error('Parts are out of order.');
        return part.content;
      });
      const content = new Uint8Array(contents.reduce((sum, { length }) => sum + length, 0));
      let offset = 0;
      for (const part of contents) {
        content.set(part, offset);
        offset += part.length;
      }
      this.#files.set(key, content);
      this.#uploads.delete(uploadId);
    });
  }

  abortUpload(_key: string, uploadId: string): Promise<void> {
    return this.#step('abortUpload', () => {
      this.#uploads.delete(uploadId);
    });
  }
}
