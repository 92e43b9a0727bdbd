import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';

/** Output comes in small pieces, so that a bomb is noticed after the first of them. */
const options = { chunkSize: 16_384 };

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: () => zlib.createGunzip(options),
  'x-gzip': () => zlib.createGunzip(options),
  deflate: () => zlib.createInflate(options),
  br: () => zlib.createBrotliDecompress(options),
  zstd: () => zlib.createZstdDecompress(options),
};

/**
 * The decoder for a `Content-Encoding` header (RFC 9110 §8.4).
 *
 * @returns `undefined` when there is nothing to decode, `'unknown'` for an encoding, or a chain of them, not known here
 */
export function decoderFor(contentEncoding: string | undefined): Transform | 'unknown' | undefined {
  const name = contentEncoding?.trim().toLowerCase() ?? '';
  if (name === '' || name === 'identity') return undefined;
  return Object.hasOwn(decoders, name) ? (decoders[name]?.() ?? 'unknown') : 'unknown';
}
