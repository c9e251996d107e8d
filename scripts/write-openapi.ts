import { writeFile } from 'node:fs/promises';
import { openApiDocument } from '@token-ledger/contract/openapi';
import packageJson from '../package.json' with { type: 'json' };

/* `npm run openapi`: writes the OpenAPI document after a change of routes, schemas or descriptions. */

const PLACE = new URL('../packages/contract/openapi.json', import.meta.url);

await writeFile(PLACE, `${JSON.stringify(openApiDocument(packageJson.version), null, 2)}\n`);
