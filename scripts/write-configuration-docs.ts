import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withSettings } from './configuration-docs/reference.ts';

const PAGE = join(import.meta.dirname, '..', 'docs', 'configuration.md');

await writeFile(PAGE, withSettings(await readFile(PAGE, 'utf8')));
