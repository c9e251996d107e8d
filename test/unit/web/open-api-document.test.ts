import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { fetchOpenApiDocument } from '../../../web/src/reference/open-api-document.ts';

const checkedIn = new URL('../../../packages/contract/openapi.json', import.meta.url);
const document = JSON.parse(await readFile(checkedIn, 'utf8'));
const PAGE = 'https://api.example.com/behind/reference#/Statistics/getTrends';
const fetched = jest.spyOn(globalThis, 'fetch');
afterEach(() => {
  fetched.mockReset();
});

async function fetchFrom(page: string) {
  fetched.mockResolvedValue(Response.json(document));
  return fetchOpenApiDocument(page);
}

describe('the OpenAPI document that the reference shows', () => {
  it("is loaded from the page's origin, and so are the answers of its operations", async () => {
    const { servers } = await fetchFrom(PAGE);
    expect(fetched).toHaveBeenCalledWith(new URL('https://api.example.com/behind/v1/openapi.json'));
    expect(servers).toEqual([{ url: 'https://api.example.com/behind', description: 'This deployment.' }]);
    expect((await fetchFrom('https://api.example.com/reference')).servers).toMatchObject([
      { url: 'https://api.example.com' },
    ]);
  });

  it('fills in required fields, and shows examples of the others', async () => {
    const { paths } = await fetchFrom(PAGE);
    const parameters = Object.values(paths).flatMap((methods) =>
      Object.values(methods).flatMap(({ parameters = [] }) => parameters),
    );
    const { parameters: trends = [] } = paths['/v1/trends']?.['get'] ?? {};
    expect(trends).toContainEqual(expect.objectContaining({ name: 'from', example: expect.any(String) }));
    expect(trends).toContainEqual(
      expect.objectContaining({
        name: 'models',
        description: expect.stringMatching(/For example `[^[`]+`\.$/),
      }),
    );
    const filled = parameters.filter(({ required, example }) => !required && example !== undefined);
    expect(new Set(filled.map(({ name }) => name))).toEqual(new Set(['from']));
    expect(parameters.length).toBeGreaterThan(50);
  });

  it('is otherwise unchanged', async () => {
    const { components, tags } = (await fetchFrom(PAGE)) as unknown as typeof document;
    expect({ components, tags }).toEqual({ components: document.components, tags: document.tags });
  });

  it('has a message for people if it cannot be loaded', async () => {
    fetched.mockResolvedValue(new Response('', { status: 503 }));
    await expect(fetchOpenApiDocument(PAGE)).rejects.toThrow(
      'The request for the OpenAPI document failed with status 503.',
    );
  });
});
