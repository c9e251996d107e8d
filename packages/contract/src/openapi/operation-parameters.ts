import { type JsonSchema, toJsonSchema } from './json-schema.ts';
import type { Operation } from './operation.ts';
import { PARAMETERS } from './parameters.ts';

/** @throws Error when a segment in braces is not described. */
export function pathParameters(route: string, { path = {} }: Operation): JsonSchema[] {
  return [...route.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => {
    const text = path[name];
    if (!text) throw new Error(`The segment {${name}} of ${route} is not described.`);
    const { description, example, maxLength } = text;
    return {
      name,
      in: 'path',
      required: true,
      description,
      schema: { type: 'string', minLength: 1, maxLength },
      example,
    };
  });
}

/** @throws Error when a parameter is not described. */
export function queryParameters({ query }: Operation): JsonSchema[] {
  if (!query) return [];
  const { properties = {}, required = [] } = toJsonSchema(query) as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => {
    const described = PARAMETERS[name];
    if (!described) throw new Error(`The query parameter ${name} is not described.`);
    return {
      name,
      in: 'query',
      required: required.includes(name),
      ...described,
      // Lists are one text with commas.
      ...(schema['type'] === 'array' && { style: 'form', explode: false }),
      schema,
    };
  });
}

export function headerParameters({ headers = {}, cached }: Operation): JsonSchema[] {
  const all = {
    ...headers,
    ...(cached && {
      'If-None-Match': {
        description: 'The `etag` of a cached answer.',
        schema: { type: 'string' },
      },
    }),
  };
  return Object.entries(all).map(([name, described]) => ({
    name,
    in: 'header',
    required: false,
    ...described,
  }));
}
