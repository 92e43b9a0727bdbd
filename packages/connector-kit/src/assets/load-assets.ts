import { ConnectorError } from '../connector-error.ts';
import type { ConnectorMetadata } from '../metadata.ts';
import { readPackageFile } from './package-file.ts';
import { sanitizeSvg } from './sanitize-svg.ts';

/** A package's files, ready to be shown. An https URL of the metadata stays as it is. */
export interface Assets {
  /** A data URL; a drawing is sanitised. */
  readonly logo: string;
  /** The same for dark backgrounds; `logo` where the package has none. */
  readonly logoDark: string;
  /** Markdown. Show it only through a renderer that drops HTML. */
  readonly readme: string;
  /** The text of a JSON object: an example configuration. */
  readonly configTemplate: string;
}

const limits = { logo: 64 * 1024, readme: 256 * 1024, configTemplate: 64 * 1024 };

/**
 * Reads the files that a connector's metadata names.
 *
 * @param packageJsonUrl `file:` URL of the package's `package.json`, as `import.meta.resolve` gives it; files outside its
 *   folder are refused, also through symbolic links
 * @throws `invalid_metadata` naming the file that is missing, too large (logos and template 64 KiB, README 256 KiB) or
 *   not what it should be
 */
export async function loadAssets(
  packageJsonUrl: string | URL,
  metadata: Pick<ConnectorMetadata, 'logo' | 'logoDark' | 'readme' | 'configTemplate'>,
): Promise<Assets> {
  const { logo: logoPath, logoDark: logoDarkPath, readme: readmePath, configTemplate: templatePath } = metadata;
  const [logo, logoDark, readme, configTemplate] = await Promise.all([
    loadLogo(packageJsonUrl, logoPath),
    logoDarkPath === null ? undefined : loadLogo(packageJsonUrl, logoDarkPath),
    loadText(packageJsonUrl, readmePath, limits.readme),
    loadTemplate(packageJsonUrl, templatePath),
  ]);
  return { logo, logoDark: logoDark ?? logo, readme, configTemplate };
}

async function loadLogo(packageJsonUrl: string | URL, path: string): Promise<string> {
  if (isWebAddress(path)) return path;
  const bytes = await readPackageFile(packageJsonUrl, path, limits.logo);
  if (isPng(bytes)) return dataUrl('image/png', bytes);
  try {
    return dataUrl('image/svg+xml', Buffer.from(sanitizeSvg(decode(bytes, path))));
  } catch (error) {
    throw invalidFile(
      path,
      ConnectorError.isInstance(error) && error.hint !== undefined ? error.hint : 'is not an SVG',
    );
  }
}

async function loadTemplate(packageJsonUrl: string | URL, path: string): Promise<string> {
  const text = await loadText(packageJsonUrl, path, limits.configTemplate);
  if (!isWebAddress(path) && !isJsonObject(text)) throw invalidFile(path, 'must hold a JSON object.');
  return text;
}

async function loadText(packageJsonUrl: string | URL, path: string, limit: number): Promise<string> {
  return isWebAddress(path) ? path : decode(await readPackageFile(packageJsonUrl, path, limit), path);
}

function isWebAddress(path: string): boolean {
  return path.startsWith('https://') && URL.canParse(path);
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalidFile(path, 'is not a text in UTF-8.');
  }
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** The signature, and the header chunk that must follow it (PNG §5.2, §11.2.1). */
const pngStart = Buffer.from('\x89PNG\r\n\x1A\n\0\0\0\rIHDR', 'latin1');

function isPng(bytes: Uint8Array): boolean {
  return pngStart.equals(bytes.subarray(0, pngStart.length));
}

function dataUrl(mediaType: string, bytes: Uint8Array): string {
  return `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`;
}

function invalidFile(path: string, problem: string): ConnectorError {
  return new ConnectorError('invalid_metadata', { hint: `${path}: ${problem}` });
}
