/** A part of the report: what it measured, and how it is shown. */
export interface PartReport {
  readonly title: string;
  /** What was measured and how, in a paragraph. */
  readonly method: string;
  /** Who does better and by how much, others too, in a sentence each. They stand at the beginning of the report. */
  readonly findings?: readonly string[];
  readonly tables: readonly Table[];
  readonly charts?: readonly BarChart[];
  /** Units and bytes, which are the same on every machine: they are kept in `bench/baseline.json`. */
  readonly counted?: Readonly<Record<string, number>>;
  /** A sentence for each goal that was missed, and for each two answers that should be equal and are not. */
  readonly missed?: readonly string[];
}

export interface Table {
  readonly caption?: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export type Cell = string | number;

export interface BarChart {
  readonly title: string;
  readonly unit: string;
  readonly bars: readonly (readonly [name: string, value: number])[];
}

export interface PartOptions {
  /** A small run of everything: it shows that the part works, its figures are rough. */
  readonly quick: boolean;
  /** Megabytes of transcripts that are generated. */
  readonly transcriptMegabytes: number;
}

/** What a module in `bench/parts` exports. */
export type MeasurePart = (options: PartOptions) => Promise<PartReport>;

/** In the order of the report; the names of modules in `bench/parts`. */
export const PARTS = [
  'cost',
  'handlers',
  'throughput',
  'cold-start',
  'visible',
  'queries',
  'prices',
  'transcripts',
  'gateway',
] as const;
export type PartName = (typeof PARTS)[number];

/** What became of a part. */
export type Outcome = { readonly part: PartName; readonly seconds: number } & (
  | { readonly report: PartReport }
  | { readonly failure: string }
);
