import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withReference } from './cli-docs/reference.ts';

const PAGE = join(import.meta.dirname, '..', 'docs', 'cli.md');

await writeFile(PAGE, withReference(await readFile(PAGE, 'utf8')));
