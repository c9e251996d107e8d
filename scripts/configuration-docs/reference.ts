import { SETTING_DESCRIPTIONS } from '../../lib/configuration/descriptions.ts';
import { replaceGenerated } from '../shared/generated-part.ts';
import { tableOf } from '../shared/markdown-table.ts';
import { readSettings, type Setting } from './read-settings.ts';

const HEAD = ['setting', 'default', 'allowed', 'what it does'];

/** The page with its table of settings written again: it follows from the schema and the descriptions. */
export function withSettings(page: string): string {
  const settings = readSettings();
  const paths = new Set(settings.map(({ path }) => path));
  const unknown = Object.keys(SETTING_DESCRIPTIONS).filter((path) => !paths.has(path));
  if (unknown.length > 0) throw new Error(`No such setting: ${unknown.join(', ')}.`);
  return replaceGenerated(page, 'docs:configuration', tableOf(HEAD, settings.map(rowOf)));
}

function rowOf({ path, byDefault, allowed }: Setting): readonly string[] {
  const description = SETTING_DESCRIPTIONS[path];
  if (description === undefined) throw new Error(`${path} has no description.`);
  const { byDefault: inWords, does } =
    typeof description === 'string' ? { byDefault: undefined, does: description } : description;
  return [`\`${path}\``, inWords ?? shown(byDefault), allowed.replaceAll('<', '&lt;'), does];
}

/** Lists and objects are empty by default. */
function shown(byDefault: unknown): string {
  return typeof byDefault === 'object' || byDefault === undefined
    ? 'none'
    : `\`${JSON.stringify(byDefault)}\``.replaceAll('"', '');
}
