import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withErrorCodes } from './error-docs/reference.ts';

const PAGE = join(import.meta.dirname, '..', 'docs', 'errors.md');

await writeFile(PAGE, withErrorCodes(await readFile(PAGE, 'utf8')));
