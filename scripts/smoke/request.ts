import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface Answer {
  readonly status: number;
  /** Names as they came, in pairs with their values. */
  readonly rawHeaders: readonly string[];
  readonly text: string;
}

/** A request whose path and header names are sent exactly as given: `fetch` changes both. */
export function sendExactly(
  baseUrl: string,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<Answer> {
  const base = new URL(baseUrl);
  const send = base.protocol === 'https:' ? httpsRequest : httpRequest;
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const request = send(
    {
      host: base.hostname,
      port: base.port,
      method,
      path: `${base.pathname.replace(/\/$/, '')}${path}`,
      headers: { ...headers, ...(body !== undefined && { 'Content-Length': Buffer.byteLength(body) }) },
    },
    (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          rawHeaders: response.rawHeaders,
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    },
  );
  request.on('error', reject);
  request.end(body);
  return promise;
}
