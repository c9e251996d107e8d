import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/*
 * Texts that only their deployment can read or create. The same text always has the same sealed form, so it can serve
 * as a name. The construction is that of SIV (RFC 5297), built from what Node.js has: a keyed digest of the text both
 * authenticates it and is the initialization vector of its encryption, so there is no nonce that must not repeat. Texts
 * are padded in steps, so the sealed form reveals little about their length.
 */

const VECTOR_BYTES = 16;
const KEY_BYTES = 32;
const STEP_BYTES = 32;
/** Separates a text from its padding of zeros, as in ISO/IEC 7816-4. */
const END_OF_TEXT = 0x80;

export interface TextSealer {
  /** In URL-safe characters: 64 for a text of up to 31 bytes of UTF-8, about 43 more for each further 32. */
  seal(text: string): string;
  /** Undefined for any text that no sealer of the same key and purpose produced. */
  open(sealed: string): string | undefined;
}

/** A text sealed for one purpose cannot be opened for another. Texts must be well-formed Unicode. */
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
      // Several texts decode to the same bytes; only one of them was sealed.
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
