import { mkdir, writeFile } from 'node:fs/promises';
import { eventDocuments } from '@token-ledger/contract/events';

/* `npm run events`: writes the JSON schemas of events after a change of their schemas, descriptions or examples. */

const PLACE = new URL('../docs/events/', import.meta.url);

await mkdir(PLACE, { recursive: true });
for (const [name, schema] of Object.entries(eventDocuments()))
  await writeFile(new URL(name, PLACE), `${JSON.stringify(schema, null, 2)}\n`);
