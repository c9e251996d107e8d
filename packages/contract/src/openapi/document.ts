import type * as z from 'zod/mini';
import { ROUTES, type Route, type RouteName } from '../routes.ts';
import { describeAccess } from './access.ts';
import { REQUEST_SCHEMAS, RESPONSE_SCHEMAS } from './components.ts';
import { header, REQUEST_ID } from './headers.ts';
import { type JsonSchema, toJsonSchemas } from './json-schema.ts';
import { type Operation, TAGS } from './operation.ts';
import { headerParameters, pathParameters, queryParameters } from './operation-parameters.ts';
import { OPERATIONS } from './operations/index.ts';
import { PROBLEM_COMPONENTS, problemAnswers } from './problem-answers.ts';
import { describeFields } from './request-descriptions.ts';

const INTRODUCTION = `\
Usage and cost of a company's Anthropic API calls, in the company's own AWS account.

All sums are exact; \`asOf\` shows how fresh an answer is. Cost is US dollars as decimal text. Instants are ISO 8601; answers
use UTC. Errors are problem documents (RFC 9457) with a stable \`code\`, and list every invalid field. Answers may gain
fields; clients should ignore unknown ones.`;

/** The API as an OpenAPI 3.1 document, made from the route table, the schemas and the descriptions of operations. */
export function openApiDocument(version: string): JsonSchema {
  const paths: Record<string, JsonSchema> = {};
  for (const [name, route] of Object.entries<Route>(ROUTES)) {
    const path = (paths[route.path] ??= {});
    path[route.method.toLowerCase()] = describeOperation(name, route, OPERATIONS[name as RouteName]);
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Token Ledger',
      version,
      summary: 'The exact record of what Anthropic API calls used and cost.',
      description: INTRODUCTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    // The deployment that serves this document.
    servers: [{ url: '/', description: 'This deployment.' }],
    security: [{ accessKey: [] }, { accessKeyHeader: [] }, { signIn: [] }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: {
        accessKey: {
          type: 'http',
          scheme: 'bearer',
          description: 'An access key, `tl_…`, as a bearer token.',
        },
        accessKeyHeader: {
          type: 'apiKey',
          in: 'header',
          name: 'x-api-key',
          description: 'An access key, `tl_…`, in its own header.',
        },
        signIn: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'A token of a person who signed in through Cognito or the configured issuer.',
        },
      },
      ...PROBLEM_COMPONENTS,
      schemas: {
        ...describeFields(toJsonSchemas(REQUEST_SCHEMAS, 'input')),
        ...toJsonSchemas(RESPONSE_SCHEMAS, 'output'),
      },
    },
  };
}

function describeOperation(name: string, route: Route, operation: Operation): JsonSchema {
  const { tag, summary, description, body } = operation;
  const parameters = [
    ...pathParameters(route.path, operation),
    ...queryParameters(operation),
    ...headerParameters(operation),
  ];
  return {
    operationId: name,
    tags: [tag],
    summary,
    description: [description, describeAccess(route)].filter(Boolean).join('\n\n'),
    ...(route.open && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: describeBody(body) }),
    responses: { ...describeAnswer(operation), ...problemAnswers(route, operation) },
  };
}

function describeBody({
  schema,
  mediaTypes = ['application/json'],
  ...body
}: NonNullable<Operation['body']>) {
  const examples = Object.fromEntries(
    Object.entries(body.examples).map(([name, value]) => [name, { value }]),
  );
  const content = { schema: schema ? referTo(schema, REQUEST_SCHEMAS) : { type: 'string' }, examples };
  return {
    required: !body.optional,
    ...(body.description && { description: body.description }),
    content: Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, content])),
  };
}

const CACHE_HEADERS = {
  etag: header('Changes with the answer; absent if the answer must not be cached.'),
  'cache-control': header('`no-store`, or how long the caller may cache the answer privately.'),
};

function describeAnswer({ answer, cached }: Operation): JsonSchema {
  const { status, description, schema, example, location } = answer;
  const leadsTo = answer.leadsTo ?? (location ? [location] : []);
  const headers = {
    ...REQUEST_ID,
    ...(location && { location: header('The path of the created resource.') }),
    ...(cached && CACHE_HEADERS),
  };
  return {
    [status]: {
      description,
      headers,
      ...(schema && {
        content: {
          'application/json': {
            schema: referTo(schema, RESPONSE_SCHEMAS),
            examples: { example: { value: example } },
          },
        },
      }),
      ...(leadsTo.length > 0 && { links: Object.fromEntries(leadsTo.map((name) => [name, linkTo(name)])) }),
    },
    ...(cached && {
      304: { description: 'The answer named by `If-None-Match` is still current.', headers },
    }),
  };
}

const linkTo = (operationId: RouteName) => ({ operationId, parameters: { id: '$response.body#/id' } });

function referTo(schema: z.ZodMiniType, named: Readonly<Record<string, z.ZodMiniType>>): JsonSchema {
  const [name] = Object.entries(named).find(([, each]) => each === schema) ?? [];
  if (name === undefined) throw new Error('A schema of an operation has no name among the components.');
  return { $ref: `#/components/schemas/${name}` };
}
