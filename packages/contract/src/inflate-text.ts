/**
 * Decodes base64 of deflate (zlib format, RFC 1950). Undefined if the text is neither, if the result is not UTF-8, or
 * if it has more than `maxBytes`: decoding stops there, so a small text cannot exhaust memory. Uses only what every
 * platform has, so that the client library can share it.
 */
export async function inflateText(base64: string, maxBytes: number): Promise<string | undefined> {
  try {
    const compressed = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const stream = new Blob([compressed]).stream().pipeThrough(new DecompressionStream('deflate'));
    const decoder = new TextDecoder('utf-8', { fatal: true });
    let text = '';
    let bytes = 0;
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) return undefined;
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  } catch {
    return undefined;
  }
}
