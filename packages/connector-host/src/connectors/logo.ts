import { ConnectorError, type Egress } from '@jackfield/connector-kit';
import { sanitizeSvg } from '@jackfield/connector-kit/assets';

/** Bytes of a logo. */
const maximumBytes = 64 * 1024;
/** Milliseconds for fetching it. */
const timeout = 5000;
/** Pixels: a small file may unfold to a gigantic picture. */
const maximumSide = 2048;

/** What is stored of a logo: a drawing that was sanitised, or a PNG. */
export const storedLogo = /^data:image\/(?:svg\+xml|png);base64,[A-Za-z0-9+/]+={0,2}$/;

/**
 * Turns what an operator gave as a logo into a data URL that is safe to show.
 *
 * @param logo https URL, which is fetched now and never again, or data URL; SVG or PNG, at most 64 KiB
 * @param field its name, for messages
 * @throws `invalid_metadata`; of an https URL also `egress_refused`, `provider_unavailable`, `invalid_response`
 */
export async function readLogo(egress: Egress, logo: string, field: string): Promise<string> {
  const bytes = logo.startsWith('data:') ? dataOf(logo, field) : await fetchLogo(egress, logo, field);
  if (bytes.length > maximumBytes) throw invalid(field, 'is larger than 64 KiB. Use a smaller one');
  if (isPng(bytes)) return dataUrl('image/png', checkPng(bytes, field));
  return dataUrl('image/svg+xml', Buffer.from(sanitizeSvg(decode(bytes, field))));
}

async function fetchLogo(egress: Egress, logo: string, field: string): Promise<Buffer> {
  const url = URL.parse(logo);
  if (url?.protocol !== 'https:') throw invalid(field, 'must be an https URL or a data URL');
  const { status, body } = await egress.request({ url, maxBytes: maximumBytes, timeout });
  if (status !== 200) throw invalid(field, `cannot be fetched: its server answers with HTTP status ${status}`);
  return Buffer.from(body);
}

function dataOf(logo: string, field: string): Buffer {
  const match = /^data:image\/(?:svg\+xml|png)(?:;charset=utf-8)?(;base64)?,/i.exec(logo.slice(0, 100));
  if (match === null) throw invalid(field, 'must be a data URL of the type image/svg+xml or image/png');
  const data = logo.slice(match[0].length);
  try {
    return match[1] === undefined ? Buffer.from(decodeURIComponent(data)) : Buffer.from(data, 'base64');
  } catch {
    throw invalid(field, 'is a data URL that cannot be decoded');
  }
}

/** The signature, and the header chunk that must follow it (PNG §5.2, §11.2.1). */
const pngStart = Buffer.from('\x89PNG\r\n\x1A\n\0\0\0\rIHDR', 'latin1');

function isPng(bytes: Buffer): boolean {
  return pngStart.equals(bytes.subarray(0, pngStart.length)) && bytes.length > pngStart.length + 8;
}

function checkPng(bytes: Buffer, field: string): Buffer {
  const sides = [bytes.readUInt32BE(pngStart.length), bytes.readUInt32BE(pngStart.length + 4)];
  if (sides.every((side) => side > 0 && side <= maximumSide)) return bytes;
  throw invalid(field, `must be at most ${maximumSide} pixels wide and high`);
}

function decode(bytes: Buffer, field: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalid(field, 'is neither an SVG nor a PNG');
  }
}

function dataUrl(mediaType: string, bytes: Buffer): string {
  return `data:${mediaType};base64,${bytes.toString('base64')}`;
}

function invalid(field: string, problem: string): ConnectorError {
  return new ConnectorError('invalid_metadata', { hint: `${field}: ${problem}.` });
}
