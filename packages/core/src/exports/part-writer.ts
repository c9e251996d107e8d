import type { FileDescription, FileUpload } from './export-job.ts';
import type { ExportFiles } from './export-store.ts';

/** Half of what the store takes: each restart of a writer skips a number, so restarts have as much room as parts. */
const MAX_PARTS = 5_000;

/** Rows are encoded, and compressed, in blocks of about this many characters. */
const BLOCK_CHARACTERS = 1_048_576;

/** The file needs more parts than allowed. */
export class TooLargeError extends Error {
  override name = 'TooLargeError';
}

export interface PartWriterOptions {
  readonly files: ExportFiles;
  readonly description: FileDescription;
  readonly key: string;
  /** Encodes a block of text; the file is the sequence of encoded blocks. */
  readonly encode: (text: string) => Promise<Uint8Array>;
  readonly partBytes: number;
  readonly upload: FileUpload | undefined;
}

/** Collects rows into parts of one file. Holds at most one part in memory. */
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

  /** Adds text; returns whether to write a block. */
  add(text: string): boolean {
    this.#text += text;
    return this.#text.length >= Math.min(BLOCK_CHARACTERS, this.#options.partBytes);
  }

  /** Adds bytes that are already encoded. */
  addEncoded(bytes: Uint8Array): void {
    this.#chunks.push(bytes);
    this.#bufferedBytes += bytes.length;
  }

  /** Encodes the text so far; returns whether there is enough for a part. */
  async writeBlock(): Promise<boolean> {
    if (this.#text !== '') {
      const text = this.#text;
      this.#text = '';
      this.addEncoded(await this.#options.encode(text));
    }
    return this.#bufferedBytes >= this.#options.partBytes;
  }

  /** Uploads everything collected as one part; returns its length. */
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

  /** The bytes that are not in a part yet. They stay collected. */
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
