import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import document from '../../contract/openapi.json' with { type: 'json' };

/*
 * Part of `npm run openapi`: writes the types of the query client, from the OpenAPI document. With `--check` it writes
 * nothing, and fails if they are out of date.
 */

const PLACE = new URL('../src/query/openapi.ts', import.meta.url);
const HEADER = '/* Generated from the OpenAPI document by `npm run openapi`. Do not edit. */\n\n';
/** What an operation does not have, which openapi-typescript lists for each. */
const ABSENT = /^ +readonly \w+\?: never;\n/gm;

const types =
  HEADER +
  astToString(
    await openapiTS(whatSuccessNeeds(), {
      immutable: true,
      // What has a default may be left out of a request.
      defaultNonNullable: false,
    }),
  ).replaceAll(ABSENT, '');
if (!process.argv.includes('--check')) await writeFile(PLACE, types);
else if ((await readFile(PLACE, 'utf8')) !== types)
  throw new Error(`${PLACE.pathname} is out of date: run npm run openapi.`);

/** The document without examples, headers of answers, and answers that are errors, which all have one type. */
function whatSuccessNeeds(): OpenAPI3 {
  const { responses: _, ...components } = document.components;
  const json = JSON.stringify({ ...document, components }, (key, value: unknown) => {
    if (key === 'example' || key === 'examples') return undefined;
    // The client returns bodies, which the answer to this header may lack.
    if (Array.isArray(value)) return (value as unknown[]).filter((item) => !isRevalidation(item));
    return key === 'responses' ? successesOf(value as Answers) : value;
  });
  return JSON.parse(json) as OpenAPI3;
}

function isRevalidation(item: unknown): boolean {
  return (item as { name?: unknown } | null)?.name === 'If-None-Match';
}

type Answers = Readonly<Record<string, { readonly description: string; readonly content?: object }>>;

function successesOf(answers: Answers): Answers {
  const successes = Object.entries(answers).filter(([status]) => status.startsWith('2'));
  return Object.fromEntries(
    successes.map(([status, { description, content }]) => [
      status,
      { description, ...(content && { content }) },
    ]),
  );
}
