import type { Context } from 'aws-lambda';
import type { HttpEvent, HttpResult } from '../../functions/shared/http/http-handler.ts';
import { type HttpEventOptions, httpEvent, lambdaContext } from './http-event.ts';

export interface Answered {
  readonly statusCode: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  /** The body as it was sent. */
  readonly text: string;
  /** The body decoded; undefined if there is none. */
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

/** What a handler answers to a request. */
export async function answered(
  handler: (event: HttpEvent, context: Context) => Promise<HttpResult>,
  request: HttpEventOptions,
): Promise<Answered> {
  const { statusCode, headers = {}, body: text = '' } = await handler(httpEvent(request), lambdaContext());
  return { statusCode, headers, text, body: text === '' ? undefined : JSON.parse(text) };
}

/** The paths that a problem document names, in its order. */
export function pathsOf({ errors = [] }: { readonly errors?: readonly { readonly path: string }[] }) {
  return errors.map(({ path }) => path);
}
