import type { FileDescription, FileUpload } from './export-job.ts';
import type { ExportFiles } from './export-store.ts';

/** What the store takes at most. Whoever begins anew uses one more, so there is room for as many. */
const MAX_PARTS = 5_000;

/** Rows are encoded, and compressed, in blocks of about so many characters. */
const BLOCK_CHARACTERS = 1_048_576;

/** More than fits into the largest number of parts. */
export class TooLargeError extends Error {
  override name = 'TooLargeError';
}

export interface PartWriterOptions {
  readonly files: ExportFiles;
  readonly description: FileDescription;
  readonly key: string;
  /** What becomes of a block of text; blocks stand beside each other in the file. */
  readonly encode: (text: string) => Promise<Uint8Array>;
  readonly partBytes: number;
  readonly upload: FileUpload | undefined;
}

/** Collects what is written into parts of the same file, and holds one of them at most. */
export class PartWriter {
  readonly #options: PartWriterOptions;
  #upload: FileUpload | undefined;
  #text = '';
  #chunks: Uint8Array[] = [];
  #bufferedBytes = 0;

  constructor(options: PartWriterOptions) {
    this.#options = options;
    this.#upload = options.upload;
  }

  get upload(): FileUpload | undefined {
    return this.#upload;
  }

  /** Adds text; tells whether it is time to write a block. */
  add(text: string): boolean {
    this.#text += text;
    return this.#text.length >= Math.min(BLOCK_CHARACTERS, this.#options.partBytes);
  }

  /** Adds what was encoded before. */
  addEncoded(bytes: Uint8Array): void {
    this.#chunks.push(bytes);
    this.#bufferedBytes += bytes.length;
  }

  /** Encodes the text so far; tells whether there is enough for a part. */
  async writeBlock(): Promise<boolean> {
    if (this.#text !== '') {
      const text = this.#text;
      this.#text = '';
      this.addEncoded(await this.#options.encode(text));
    }
    return this.#bufferedBytes >= this.#options.partBytes;
  }

  /** Uploads everything as one part. Returns its length. */
  async writePart(): Promise<number> {
    await this.writeBlock();
    const { files, description, key } = this.#options;
    const content = this.#take();
    const upload = this.#upload ?? {
      key,
      id: await files.startUpload(key, description),
      parts: [],
      nextNumber: 1,
    };
    if (upload.parts.length >= MAX_PARTS || upload.nextNumber > 2 * MAX_PARTS)
      throw new TooLargeError(`A file has more than ${MAX_PARTS} parts.`);
    const part = await files.uploadPart(upload.key, upload.id, upload.nextNumber, content);
    this.#upload = { ...upload, parts: [...upload.parts, part], nextNumber: upload.nextNumber + 1 };
    return content.length;
  }

  /** What is not in a part yet. It stays. */
  async remainder(): Promise<Uint8Array> {
    await this.writeBlock();
    const content = this.#take();
    if (content.length > 0) this.addEncoded(content);
    return content;
  }

  #take(): Uint8Array {
    const content = new Uint8Array(this.#bufferedBytes);
    let offset = 0;
    for (const chunk of this.#chunks) {
      content.set(chunk, offset);
      offset += chunk.length;
    }
    this.#chunks = [];
    this.#bufferedBytes = 0;
    return content;
  }
}
