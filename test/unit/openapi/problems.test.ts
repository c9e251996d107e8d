import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { PROBLEM_KINDS, ROUTES, type Route, type RouteName } from '@token-ledger/contract';
import { codesOf, OPERATIONS } from '@token-ledger/contract/openapi';

const functions = new URL('../../../functions/', import.meta.url);
const codes = new Set(Object.keys(PROBLEM_KINDS));

/** The codes that the sources of a function name as texts, wherever they do. */
async function namedIn(service: string): Promise<string[]> {
  const folder = new URL(`${service}/`, functions);
  const sources = await Promise.all(
    (await readdir(folder)).map((file) => readFile(new URL(file, folder), 'utf8')),
  );
  const literals = sources.flatMap((source) => [...source.matchAll(/ProblemError\(\s*'(\w+)'/g)]);
  return literals.map(([, code = '']) => code);
}

const services = [...new Set(Object.values<Route>(ROUTES).map(({ service }) => service))];

describe('the problems that the reference tells', () => {
  it.each(services)('of %s are all that its sources answer with', async (service) => {
    const told = new Set<string>(
      Object.entries<Route>(ROUTES)
        .filter(([, route]) => route.service === service)
        .flatMap(([name, route]) => [...codesOf(route, OPERATIONS[name as RouteName])]),
    );
    for (const code of await namedIn(service)) {
      expect(codes).toContain(code);
      expect(told).toContain(code);
    }
  });

  it('leave no code out', () => {
    const told = new Set(
      Object.entries<Route>(ROUTES).flatMap(([name, route]) => [
        ...codesOf(route, OPERATIONS[name as RouteName]),
      ]),
    );
    expect([...told].toSorted()).toEqual([...codes].toSorted());
  });
});
