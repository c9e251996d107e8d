import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { HttpEvent } from './http-handler.ts';
import { ProblemError } from './problem-error.ts';

const unzip = promisify(gunzip);

/** A media type without parameters, in lower case, and its name in messages. */
export interface MediaType {
  readonly pattern: RegExp;
  readonly name: string;
}

/**
 * The text of a request's body. Throws a `ProblemError` when it is not said to be of the media type, in UTF-8, or is larger
 * than `maxBytes`, before or after decompression. No message quotes the body.
 */
export async function readTextBody(
  event: HttpEvent,
  mediaType: MediaType,
  maxBytes: number,
): Promise<string> {
  checkMediaType(event.headers['content-type'], mediaType);
  return decodeUtf8(await readBodyBytes(event, maxBytes));
}

/** The bytes of a request's body, decompressed. Throws a `ProblemError` when there are more than `maxBytes`, before or after. */
export async function readBodyBytes(event: HttpEvent, maxBytes: number): Promise<Buffer> {
  const sent = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (sent.length > maxBytes) throw tooLarge(maxBytes);
  return decode(sent, event, maxBytes);
}

function checkMediaType(contentType = '', { pattern, name }: MediaType): void {
  const [mediaType = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  if (pattern.test(mediaType) && (!charset || /^charset="?utf-8"?$/.test(charset))) return;
  throw new ProblemError('unsupported_media_type', {
    detail: `The header Content-Type must be ${name}, in UTF-8.`,
  });
}

async function decode(sent: Buffer, event: HttpEvent, maxBytes: number): Promise<Buffer> {
  const encoding = (event.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity') return sent;
  if (encoding !== 'gzip') {
    throw new ProblemError('unsupported_content_encoding', {
      detail: 'The header Content-Encoding must be gzip or identity, or absent.',
    });
  }
  if (!event.isBase64Encoded) {
    // Bodies of plain application/json pass the gateway as text, in which compressed bytes do not survive. Unless it
    // was the gateway that undid the compression, and left the header.
    if (!sent.toString().startsWith('\u001f')) return sent;
    throw new ProblemError('invalid_encoding', {
      detail:
        'The gateway took the compressed body for text and destroyed it. ' +
        'Send it with the header Content-Type: application/vnd.token-ledger+json.',
    });
  }
  try {
    return await unzip(sent, { maxOutputLength: maxBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes);
    throw new ProblemError('invalid_encoding', {
      detail: 'The body is not valid gzip, although Content-Encoding says it is.',
    });
  }
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ProblemError('invalid_encoding', { detail: 'The body is not valid UTF-8.' });
  }
}

function tooLarge(maxBytes: number): ProblemError {
  return new ProblemError('body_too_large', {
    detail: `The body may have at most ${maxBytes} bytes, before and after decompression. Send fewer records at once.`,
  });
}
