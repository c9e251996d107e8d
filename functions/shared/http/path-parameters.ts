import type { Route } from '@token-ledger/contract';
import type { HttpRequest } from './http-handler.ts';

/** Longer than every id that the product makes, and within what keys of the stores may have. */
export const MAX_ID_LENGTH = 128;

/** An id in the path of a request. Undefined for a text that the stores refuse as a key: nothing has such an id. */
export function pathId({ event }: HttpRequest, name = 'id'): string | undefined {
  const id = event.pathParameters?.[name] ?? '';
  return id !== '' && id.length <= MAX_ID_LENGTH ? id : undefined;
}

/** The path of a route with its parameters, for the header `location`. */
export function locationOf({ path }: Route, parameters: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ''));
}
