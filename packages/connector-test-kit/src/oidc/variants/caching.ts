import type { Answer, Endpoint, ReceivedRequest, Variant } from '../scripted/variant.ts';

type Change = (answer: Answer, request: ReceivedRequest) => Answer;

/** Changes the answers of the two documents that clients cache. */
function cachedDocument(name: 'discovery' | 'jwks') {
  const variant = (description: string, change: Change): Variant => ({
    description: `${name === 'jwks' ? 'Key set' : 'Discovery'}: ${description}`,
    answers: {
      [name]: (answer: Answer, _context: unknown, request: ReceivedRequest) => change(answer, request),
    } satisfies {
      [endpoint in Endpoint]?: unknown;
    },
  });
  const headers = (description: string, added: Answer['headers']): Variant =>
    variant(description, (answer) => ({ ...answer, headers: { ...answer.headers, ...added } }));
  return {
    maxAge: headers('fresh for a minute.', { 'cache-control': 'public, max-age=60' }),
    maxAgeZero: headers('stale at once.', { 'cache-control': 'max-age=0' }),
    maxAgeHuge: headers('fresh for a hundred years.', { 'cache-control': 'max-age=3153600000' }),
    maxAgeOdd: headers('a max-age that is no number.', { 'cache-control': 'max-age=soon' }),
    noStore: headers('must not be stored.', { 'cache-control': 'no-store' }),
    noCache: headers('must be revalidated at each use.', { 'cache-control': 'no-cache' }),
    etag: variant('has an ETag, is stale at once, and answers 304 when asked with it.', withEntityTag),
  };
}

const entityTag = '"version-1"';

function withEntityTag(answer: Answer, { headers }: ReceivedRequest): Answer {
  const tagged = { ...answer, headers: { ...answer.headers, 'cache-control': 'max-age=0', etag: entityTag } };
  return headers['if-none-match'] === entityTag ? { ...tagged, status: 304, body: '' } : tagged;
}

const discovery = cachedDocument('discovery');
const jwks = cachedDocument('jwks');

/** RFC 9111, as providers use it. */
export const cachingVariants = {
  'discovery/cache-max-age': discovery.maxAge,
  'discovery/cache-max-age-zero': discovery.maxAgeZero,
  'discovery/cache-max-age-huge': discovery.maxAgeHuge,
  'discovery/cache-max-age-odd': discovery.maxAgeOdd,
  'discovery/cache-no-store': discovery.noStore,
  'discovery/cache-no-cache': discovery.noCache,
  'discovery/cache-etag': discovery.etag,
  'jwks/cache-max-age': jwks.maxAge,
  'jwks/cache-max-age-zero': jwks.maxAgeZero,
  'jwks/cache-max-age-huge': jwks.maxAgeHuge,
  'jwks/cache-max-age-odd': jwks.maxAgeOdd,
  'jwks/cache-no-store': jwks.noStore,
  'jwks/cache-no-cache': jwks.noCache,
  'jwks/cache-etag': jwks.etag,
} as const satisfies Record<string, Variant>;
