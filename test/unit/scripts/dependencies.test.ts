import { describe, expect, it } from '@jest/globals';
import { judgeAudit } from '../../../scripts/dependencies/judge-audit.ts';
import { licenceProblems, listLicences, type SbomComponent } from '../../../scripts/dependencies/licences.ts';

describe('the audit of dependencies', () => {
  it('fails on a finding, and names it', () => {
    const left = { name: 'left-pad', severity: 'low', range: '<1.3.0' };
    const { failed, text } = judgeAudit(JSON.stringify({ vulnerabilities: { 'left-pad': left } }));
    expect(failed).toBe(true);
    expect(text).toContain('low: left-pad <1.3.0');
  });

  it('passes without findings', () => {
    expect(judgeAudit(JSON.stringify({ vulnerabilities: {} }))).toEqual({
      failed: false,
      text: 'No known vulnerabilities.',
    });
  });

  it.each([
    ['refused', JSON.stringify({ message: '405 Method Not Allowed', error: {} }), '405 Method Not Allowed'],
    ['gave no answer', '', 'npm printed no report'],
    ['answered with no JSON', '<html>', 'npm printed no report'],
  ])('says so if the registry %s, and does not fail', (_, output, reason) => {
    const { failed, text } = judgeAudit(output);
    expect(failed).toBe(false);
    expect(text).toMatch(/^NOT CHECKED/);
    expect(text).toContain(reason);
  });
});

const component = (licenses: SbomComponent['licenses'], ...properties: readonly string[]): SbomComponent => ({
  name: 'left-pad',
  version: '1.0.0',
  ...(licenses && { licenses }),
  properties: properties.map((name) => ({ name: `cdx:npm:package:${name}`, value: 'true' })),
});
const id = (name: string) => [{ license: { id: name } }];

describe('the licences of dependencies', () => {
  const allowed = (each: SbomComponent) => licenceProblems({ components: [each] }).length === 0;

  it.each([
    ['MIT', true],
    ['GPL-3.0-only', false],
    ['MPL-2.0', false],
  ])('%s is allowed: %p', (name, expected) => expect(allowed(component(id(name)))).toBe(expected));

  it.each([
    ['MIT OR GPL-3.0-or-later', true],
    ['(MIT AND GPL-3.0-or-later)', false],
    ['see LICENSE', false],
  ])('%s is allowed: %p', (expression, expected) =>
    expect(allowed(component([{ expression }]))).toBe(expected),
  );

  it('are all needed where a package has several', () => {
    expect(allowed(component([...id('MIT'), ...id('ISC')]))).toBe(true);
    expect(allowed(component([...id('MIT'), ...id('AGPL-3.0-only')]))).toBe(false);
  });

  it('may be weakly protective for development only', () => {
    expect(allowed(component(id('MPL-2.0'), 'development'))).toBe(true);
    expect(allowed(component(id('AGPL-3.0-only'), 'development'))).toBe(false);
  });

  it('must be there, except in the workspaces of the repository', () => {
    expect(allowed(component(undefined))).toBe(false);
    expect(allowed(component(undefined, 'private'))).toBe(true);
  });

  it('are listed with the number of their packages', () => {
    const components = [component(id('MIT')), component(id('ISC')), component(id('MIT'))];
    expect(listLicences({ components })).toBe('ISC: 1, MIT: 2');
  });
});
