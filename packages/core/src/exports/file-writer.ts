import { addMeasures } from '../ledger/measures.ts';
import { frozenBefore } from '../ledger/retention.ts';
import type { RowEncoder } from './encode-rows.ts';
import type { ExportDefinition } from './export-definition.ts';
import { describeFile, type ExportFile } from './export-job.ts';
import { type ExportLease, OutOfTimeError } from './export-lease.ts';
import type { ExportFiles } from './export-store.ts';
import { encoderOf } from './file-columns.ts';
import { PartWriter } from './part-writer.ts';
import { type RecordSourceDeps, recordSource } from './record-source.ts';
import type { Source, SourceRow } from './source.ts';
import { checkRows } from './spreadsheet.ts';
import { type StatisticsSourceDeps, statisticsSource } from './statistics-source.ts';

const PART_BYTES = 8 * 1024 * 1024;
const CHECKPOINT_MS = 20_000;

export interface FileWriterDeps extends RecordSourceDeps, StatisticsSourceDeps {
  readonly store: RecordSourceDeps['store'] & StatisticsSourceDeps['store'];
  readonly files: ExportFiles;
  /** Gzip; compressed blocks can be concatenated. */
  readonly compress: (content: Uint8Array) => Promise<Uint8Array>;
  /** Default: 8 MiB. Must be at least the smallest size of a part. */
  readonly partBytes?: number;
  /**
   * The longest time between checkpoints: how much work may be lost, and how late a deletion is noticed. Default: 20
   * seconds.
   */
  readonly checkpointMs?: number;
}

/** Writes one file, starting from its last checkpoint. */
export class FileWriter {
  readonly #deps: FileWriterDeps;
  readonly #lease: ExportLease;
  readonly #index: number;
  readonly #deadlineMs: number;
  readonly #writer: PartWriter;
  #file: ExportFile;
  #savedAtMs: number;
  #checkpoints = 0;

  constructor(deps: FileWriterDeps, lease: ExportLease, index: number, deadlineMs: number) {
    const { job } = lease;
    this.#deps = deps;
    this.#lease = lease;
    this.#index = index;
    this.#deadlineMs = deadlineMs;
    this.#file = lease.file(index);
    this.#savedAtMs = deps.clock();
    const { gzip } = job.definition;
    const utf8 = new TextEncoder();
    this.#writer = new PartWriter({
      files: deps.files,
      key: this.#key('file'),
      description: describeFile(job.definition, this.#file.subject),
      encode: async (text) => (gzip ? deps.compress(utf8.encode(text)) : utf8.encode(text)),
      partBytes: deps.partBytes ?? PART_BYTES,
      upload: this.#file.upload,
    });
  }

  async write(): Promise<void> {
    if (this.#file.stage === 'reading') await this.#readRows();
    await this.#complete();
  }

  async #readRows(): Promise<void> {
    const { definition } = this.#lease.job;
    const encoder = encoderOf(definition, this.#file.subject);
    if (this.#file.position === undefined) this.#begin(encoder);
    else if (this.#file.remainderKey !== undefined)
      for await (const chunk of this.#deps.files.readFile(this.#file.remainderKey))
        this.#writer.addEncoded(chunk);

    for await (const { rows, position, exact } of this.#source(definition)(this.#file.position)) {
      for (const row of rows) {
        this.#count(row);
        const text = row.lines.map((values) => encoder.row(values)).join('');
        if (this.#writer.add(text) && (await this.#writer.writeBlock())) await this.#savePart();
      }
      this.#file = { ...this.#file, position, exact: this.#file.exact && exact };
      if (definition.format === 'xlsx') checkRows(this.#file.rows);
      await this.#saveIfDue();
    }
    await this.#saveLast();
  }

  #begin(encoder: RowEncoder): void {
    const { definition } = this.#lease.job;
    const asOfMs = this.#deps.clock();
    const frozenMs = frozenBefore(asOfMs, this.#deps.retention);
    const incomplete = this.#file.subject === 'records' && definition.fromMs < frozenMs;
    this.#file = {
      ...this.#file,
      asOfMs,
      ...(incomplete && { incompleteBeforeMs: Math.min(frozenMs, definition.toMs) }),
    };
    this.#writer.add(encoder.header);
  }

  #count({ lines, measures, position }: SourceRow): void {
    const { rows, totals } = this.#file;
    this.#file = {
      ...this.#file,
      rows: rows + lines.length,
      totals: addMeasures(totals, measures),
      position,
    };
  }

  /** Stores a checkpoint whose rows are all in parts. */
  async #savePart(): Promise<void> {
    const bytes = await this.#writer.writePart();
    await this.#save({ bytes: this.#file.bytes + bytes }, undefined);
  }

  async #saveIfDue(): Promise<void> {
    const nowMs = this.#deps.clock();
    const isOver = nowMs >= this.#deadlineMs;
    if (!isOver && nowMs - this.#savedAtMs < (this.#deps.checkpointMs ?? CHECKPOINT_MS)) return;
    const remainder = await this.#writer.remainder();
    this.#checkpoints += 1;
    const key = remainder.length === 0 ? undefined : this.#key(`remainder-${this.#checkpoints}`);
    if (key !== undefined) await this.#deps.files.putFile(key, remainder, REMAINDER);
    await this.#save({}, key);
    if (isOver) throw new OutOfTimeError('Out of time; the export resumes from its last checkpoint.');
  }

  /** Stores a file smaller than a part with a single write. */
  async #saveLast(): Promise<void> {
    const remainder = await this.#writer.remainder();
    const bytes = this.#file.bytes + remainder.length;
    if (this.#writer.upload) {
      if (remainder.length > 0) await this.#writer.writePart();
      await this.#save({ bytes, stage: 'completing' }, undefined);
      return;
    }
    const key = this.#key('file');
    await this.#deps.files.putFile(
      key,
      remainder,
      describeFile(this.#lease.job.definition, this.#file.subject),
    );
    await this.#save({ bytes, stage: this.#nextStage(), key }, undefined);
  }

  async #complete(): Promise<void> {
    const { upload, stage } = this.#file;
    if (stage !== 'completing' || !upload) return;
    await this.#deps.files.completeUpload(upload.key, upload.id, upload.parts);
    const { upload: _, ...file } = this.#file;
    this.#file = { ...file, stage: this.#nextStage(), key: upload.key };
    await this.#lease.saveFile(this.#index, this.#file);
  }

  async #save(changes: Partial<ExportFile>, remainderKey: string | undefined): Promise<void> {
    const { remainderKey: former, ...file } = this.#file;
    const { upload } = this.#writer;
    const next = {
      ...file,
      ...changes,
      ...(upload && { upload }),
      ...(remainderKey !== undefined && { remainderKey }),
    };
    await this.#lease.saveFile(this.#index, next);
    this.#file = next;
    this.#savedAtMs = this.#deps.clock();
    if (former !== undefined) await this.#deps.files.deleteFile(former);
  }

  #nextStage(): 'converting' | 'finished' {
    return this.#lease.job.definition.format === 'xlsx' ? 'converting' : 'finished';
  }

  #source(definition: ExportDefinition): Source {
    return this.#file.subject === 'records'
      ? recordSource(this.#deps, definition)
      : statisticsSource(this.#deps, definition);
  }

  #key(name: string): string {
    const { id, attempt } = this.#lease.job;
    return `${id}/${attempt}/${this.#file.subject}-${name}`;
  }
}

const REMAINDER = { name: 'remainder', contentType: 'application/octet-stream' };
