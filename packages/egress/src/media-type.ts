/** A `Content-Type` header, as far as it matters here (RFC 9110 §8.3.1). */
export interface MediaType {
  /** In lower case, without parameters. */
  readonly essence: string;
  /** In lower case, without quotes. */
  readonly charset?: string;
}

const charsetForm = /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;]*))/i;

function parseMediaType(header: string | undefined): MediaType {
  const text = header ?? '';
  const [essence = ''] = text.split(';', 1);
  const [, quoted, plain] = charsetForm.exec(text) ?? [];
  const charset = (quoted ?? plain)?.toLowerCase();
  return { essence: essence.trim().toLowerCase(), ...(charset === undefined ? {} : { charset }) };
}

/** Whether an answer declares itself as JSON in UTF-8: `application/json`, or a type that ends in `+json` (RFC 6839). */
export function isJson(header: string | undefined): boolean {
  const { essence, charset } = parseMediaType(header);
  const isJsonType = essence === 'application/json' || /^[\w.-]+\/[\w.-]+\+json$/.test(essence);
  return isJsonType && (charset === undefined || charset === 'utf-8' || charset === 'utf8');
}
