/** The part of the OpenAPI document that the page itself reads; the rest is for Swagger UI. */
export interface OpenApiDocument {
  readonly servers: readonly { readonly url: string; readonly description?: string }[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly Parameter[];
}

interface Parameter {
  readonly name: string;
  readonly required: boolean;
  readonly description: string;
  readonly example?: string | number | boolean | readonly string[];
}

/**
 * The document of the deployment that served this page, prepared for sending requests.
 * @param page the address of the page
 * @throws {Error} with a message for people, if the document cannot be fetched
 */
export async function fetchOpenApiDocument(page: string): Promise<OpenApiDocument> {
  const response = await fetch(new URL('./v1/openapi.json', page));
  if (!response.ok)
    throw new Error(`The request for the OpenAPI document failed with status ${response.status}.`);
  return forTrying((await response.json()) as OpenApiDocument, page);
}

function forTrying(document: OpenApiDocument, page: string): OpenApiDocument {
  // The deployment knows neither the address of its API nor a proxy before it.
  const url = new URL('.', page).href.replace(/\/$/, '');
  const servers = document.servers.map((server) => ({ ...server, url }));
  const paths = mapValues(document.paths, (methods) =>
    mapValues(methods, (operation) => ({
      ...operation,
      ...(operation.parameters && { parameters: operation.parameters.map(withoutPrefilledExample) }),
    })),
  );
  return { ...document, servers, paths };
}

/** Swagger UI sends every example that is not removed, even those of filters, which then match nothing. */
function withoutPrefilledExample(parameter: Parameter): Parameter {
  const { example, ...others } = parameter;
  // A range needs a start, in one of two forms: the example is one of them.
  if (parameter.required || parameter.name === 'from' || example === undefined) return parameter;
  return {
    ...others,
    description: `${parameter.description} For example \`${[example].flat().join(',')}\`.`,
  };
}

function mapValues<T, U>(
  entries: Readonly<Record<string, T>>,
  change: (value: T) => U,
): Readonly<Record<string, U>> {
  return Object.fromEntries(Object.entries(entries).map(([name, value]) => [name, change(value)]));
}
