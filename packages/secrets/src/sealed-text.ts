import { hkdfSync } from 'node:crypto';
import { aessiv } from '@noble/ciphers/aes.js';

/*
 * Texts that only their deployment can read or create. The same text always has the same sealed form, so it can serve
 * as a name: AES-SIV (RFC 5297) needs no nonce that must not repeat. Texts are padded in steps, so the sealed form reveals
 * little about their length.
 */

/** AES-256-SIV takes two keys of 32 bytes. */
const KEY_BYTES = 64;
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
  const derived = new Uint8Array(hkdfSync('sha256', key, '', `token-ledger ${purpose}`, KEY_BYTES));
  return {
    seal(text) {
      return Buffer.from(aessiv(derived).encrypt(pad(Buffer.from(text)))).toString('base64url');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      // Several texts decode to the same bytes; only one of them was sealed.
      if (bytes.toString('base64url') !== sealed) return undefined;
      const padded = decrypt(derived, bytes);
      return padded && Buffer.from(padded.subarray(0, padded.lastIndexOf(END_OF_TEXT))).toString();
    },
  };
}

function decrypt(key: Uint8Array, sealed: Uint8Array): Uint8Array | undefined {
  try {
    return aessiv(key).decrypt(sealed);
  } catch {
    // Too short, or of another key, or changed.
    return undefined;
  }
}

function pad(text: Buffer): Buffer {
  const padded = Buffer.alloc(STEP_BYTES * (Math.floor(text.length / STEP_BYTES) + 1));
  text.copy(padded);
  padded.writeUInt8(END_OF_TEXT, text.length);
  return padded;
}
