import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');

/** A fenced block of code in a document. */
export interface CodeBlock {
  /** The document, relative to the repository. */
  readonly document: string;
  readonly line: number;
  /** `sh`, `ts` and so on; empty if the fence names none. */
  readonly language: string;
  readonly text: string;
  /** The heading above it. */
  readonly heading: string;
}

/** What users read: the decisions explain what was, and need not run. */
const USER_DOCUMENTS = globSync(
  [
    'README.md',
    'CONTRIBUTING.md',
    'docs/*.md',
    'packages/*/README.md',
    'clients/*/README.md',
    'examples/README.md',
  ],
  { cwd: ROOT },
).toSorted();

/** Every block of the user documents, in their order. */
export const CODE_BLOCKS: readonly CodeBlock[] = USER_DOCUMENTS.flatMap(blocksOf);

export const blocksIn = (...languages: readonly string[]) =>
  CODE_BLOCKS.filter(({ language }) => languages.includes(language));

/** How a block is named in the output of tests. */
export const placeOf = ({ document, line }: CodeBlock) => `${document}:${line}`;

function blocksOf(document: string): readonly CodeBlock[] {
  const page = readFileSync(join(ROOT, document), 'utf8');
  const fences = page.matchAll(/^(?<indent> *)```(?<language>\w*)\n(?<code>.*?)^\k<indent>```$/gms);
  return [...fences].map(({ index, groups: { indent = '', language = '', code = '' } = {} }) => {
    const before = page.slice(0, index);
    return {
      document,
      line: before.split('\n').length,
      language,
      text: code.replaceAll(new RegExp(`^${indent}`, 'gm'), '').trimEnd(),
      heading: /.*^#+ (.+?)$/ms.exec(before)?.[1] ?? '',
    };
  });
}
