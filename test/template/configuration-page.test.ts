import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { configurationSchema } from '../../lib/configuration/schema.ts';
import { withSettings } from '../../scripts/configuration-docs/reference.ts';
import { read } from './support/read-settings.ts';

describe('docs/configuration.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/configuration.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([\w.<>]+)` \| ([^|]+) \|/gm)];
  const documented = new Map(
    rows.map(([, path = '', byDefault = '']) => [path, byDefault.replaceAll('`', '')]),
  );

  it('has the settings as they are: npm run docs:configuration writes them', () => {
    expect(withSettings(page)).toBe(page);
  });

  it('lists every setting of the schema', () => {
    expect(Object.keys(configurationSchema.shape)).toEqual([
      ...new Set([...documented.keys()].map((path) => path.split('.')[0])),
    ]);
  });

  it('lists the default that applies to each setting', () => {
    const { lateLimitDays: _, ...defaults } = read({ gateway: { mode: 'pass-through' } });
    const inWords = /^(?:gateway\.mode|monitoring\.silentSourceMinutes\..+)$/;
    const applied = leaves(defaults).filter(([path]) => !inWords.test(path));
    expect(applied.length).toBeGreaterThan(55);
    for (const [path, value] of applied) expect([path, documented.get(path)]).toEqual([path, value]);
    const withDefault = [...documented].filter(([, byDefault]) => byDefault !== 'none');
    expect(withDefault.map(([path]) => path).toSorted()).toEqual(
      [
        ...applied.map(([path]) => path),
        'lateLimitDays',
        'monitoring.silentSourceMinutes.<source>',
        'oidcClientId',
        'oidcGroupsClaim',
      ].toSorted(),
    );
  });

  function leaves(value: object, prefix = ''): [string, string][] {
    return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
      typeof inner === 'object' && inner !== null
        ? leaves(inner, `${prefix}${key}.`)
        : [[`${prefix}${key}`, String(inner)]],
    );
  }
});
