import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { PROBLEM_KINDS, ROUTES, type Route, type RouteName } from '@token-ledger/contract';
import { codesOf, OPERATIONS } from '@token-ledger/contract/openapi';

const functions = new URL('../../../functions/', import.meta.url);
const codes = new Set(Object.keys(PROBLEM_KINDS));

/** The codes that the sources of a function contain as texts. */
async function namedIn(service: string): Promise<string[]> {
  const folder = new URL(`${service}/`, functions);
  const sources = await Promise.all(
    (await readdir(folder)).map((file) => readFile(new URL(file, folder), 'utf8')),
  );
  const literals = sources.flatMap((source) => [...source.matchAll(/ProblemError\(\s*'(\w+)'/g)]);
  return literals.map(([, code = '']) => code);
}

const services = [...new Set(Object.values<Route>(ROUTES).map(({ service }) => service))];

describe('the problems in the reference', () => {
  it.each(services)('of %s are all that its sources answer with', async (service) => {
    const documented = new Set<string>(
      Object.entries<Route>(ROUTES)
        .filter(([, route]) => route.service === service)
        .flatMap(([name, route]) => [...codesOf(route, OPERATIONS[name as RouteName])]),
    );
    for (const code of await namedIn(service)) {
      expect(codes).toContain(code);
      expect(documented).toContain(code);
    }
  });

  it('include every code', () => {
    const documented = new Set(
      Object.entries<Route>(ROUTES).flatMap(([name, route]) => [
        ...codesOf(route, OPERATIONS[name as RouteName]),
      ]),
    );
    expect([...documented].toSorted()).toEqual([...codes].toSorted());
  });
});
