import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/*
 * Texts that only their deployment can read, and only it can have written. The same text is always sealed in the same way,
 * so that it can serve as a name. The construction is that of SIV (RFC 5297), made of what Node.js has: a keyed digest of the
 * text is at once what proves it and the vector by which it is encrypted, so there is no number that must never be used
 * twice. Texts are padded to steps, so that what is sealed tells little of their lengths.
 */

const VECTOR_BYTES = 16;
const KEY_BYTES = 32;
const STEP_BYTES = 32;
/** What separates a text from the zeros that pad it, as in ISO/IEC 7816-4. */
const END_OF_TEXT = 0x80;

export interface TextSealer {
  /** In characters that URLs can carry: 64 for a text of up to 31 bytes of UTF-8, about 43 more for each further 32. */
  seal(text: string): string;
  /** Undefined for anything that this sealer, or another of the same key and purpose, did not seal. */
  open(sealed: string): string | undefined;
}

/** What is sealed for one purpose cannot be opened for another. Texts must be well-formed Unicode. */
export function createTextSealer(key: Uint8Array, purpose: string): TextSealer {
  const derived = Buffer.from(hkdfSync('sha256', key, '', `token-ledger ${purpose}`, 2 * KEY_BYTES));
  const [proofKey, cipherKey] = [derived.subarray(0, KEY_BYTES), derived.subarray(KEY_BYTES)];
  const prove = (padded: Buffer) =>
    createHmac('sha256', proofKey).update(padded).digest().subarray(0, VECTOR_BYTES);
  return {
    seal(text) {
      const padded = pad(Buffer.from(text));
      const vector = prove(padded);
      const cipher = createCipheriv('aes-256-ctr', cipherKey, vector);
      return Buffer.concat([vector, cipher.update(padded), cipher.final()]).toString('base64url');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      // Several texts may be read as the same bytes; only one of them was written.
      if (bytes.length <= VECTOR_BYTES || bytes.toString('base64url') !== sealed) return undefined;
      const vector = bytes.subarray(0, VECTOR_BYTES);
      const decipher = createDecipheriv('aes-256-ctr', cipherKey, vector);
      const padded = Buffer.concat([decipher.update(bytes.subarray(VECTOR_BYTES)), decipher.final()]);
      if (!timingSafeEqual(prove(padded), vector)) return undefined;
      return padded.subarray(0, padded.lastIndexOf(END_OF_TEXT)).toString();
    },
  };
}

function pad(text: Buffer): Buffer {
  const padded = Buffer.alloc(STEP_BYTES * (Math.floor(text.length / STEP_BYTES) + 1));
  text.copy(padded);
  padded.writeUInt8(END_OF_TEXT, text.length);
  return padded;
}
