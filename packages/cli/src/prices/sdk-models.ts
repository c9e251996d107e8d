import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The model ids in the types of Anthropic's SDK, by default of the installed release. */
export async function readSdkModels(path = INSTALLED): Promise<readonly string[]> {
  const text = await readFile(path, 'utf8');
  const type = /^export type Model =([^;]*);/m.exec(text)?.[1];
  const models = [...(type ?? '').matchAll(/'([^']+)'/g)].map(([, model = '']) => model);
  if (models.length === 0) throw new TypeError('The file has no type Model with ids.');
  return models;
}

const INSTALLED = join(
  import.meta.dirname,
  '../../../../node_modules/@anthropic-ai/sdk/resources/messages/messages.d.ts',
);
