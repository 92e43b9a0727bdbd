import type { GithubVariantName } from '@jackfield/connector-test-kit/github';
import { describe, expect, it } from 'vitest';
import { rateLimitError } from './rate-limit.ts';
import { connectorTo, signIn, testGithub } from './testing/harness.ts';

const url = 'https://api.github.com/user';
const now = Date.UTC(2026, 0, 1);
const seconds = now / 1000;

const limit = (status: number, headers: Record<string, string>, message = 'Forbidden') =>
  rateLimitError({ status, headers, body: Buffer.from(JSON.stringify({ message })) }, url, now);

describe('rateLimitError', () => {
  it.each<[string, number, Record<string, string>, string | undefined, number]>([
    ['429 with seconds', 429, { 'retry-after': '7' }, undefined, 7],
    ['429 with a date', 429, { 'retry-after': new Date(now + 120_000).toUTCString() }, undefined, 120],
    ['429 with a huge number', 429, { 'retry-after': '1000000000000' }, undefined, 86_400],
    ['429 with nonsense', 429, { 'retry-after': 'soon' }, undefined, 60],
    ['429 with a negative number', 429, { 'retry-after': '-5' }, undefined, 60],
    ['429 alone', 429, {}, undefined, 60],
    [
      'an exhausted limit',
      403,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': `${seconds + 90}` },
      undefined,
      90,
    ],
    [
      'an exhausted limit that has ended',
      403,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' },
      undefined,
      1,
    ],
    [
      'one that never ends',
      403,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '99999999999999' },
      undefined,
      86_400,
    ],
    ['one that ends at no time', 403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': 'soon' }, undefined, 60],
    ['one that does not say when it ends', 403, { 'x-ratelimit-remaining': '0' }, undefined, 60],
    [
      'both headers: Retry-After counts',
      403,
      { 'retry-after': '5', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': `${seconds + 90}` },
      undefined,
      5,
    ],
    [
      'a secondary limit, by its message',
      403,
      { 'x-ratelimit-remaining': '12' },
      'You have exceeded a secondary rate limit.',
      60,
    ],
    ['the abuse detection of older servers', 403, {}, 'You have triggered an abuse detection mechanism.', 60],
  ])('sees %s', (_, status, headers, message, retryAfter) => {
    expect(limit(status, headers, message)).toMatchObject({ code: 'rate_limit_exceeded', retryAfter });
  });

  it.each([
    [403, {}, 'Resource not accessible by integration'],
    [403, { 'x-ratelimit-remaining': '12' }, 'Forbidden'],
    [200, { 'x-ratelimit-remaining': '0' }, 'the last request was answered'],
    [404, { 'retry-after': '7' }, 'Not Found'],
  ])('does not take any %i for one', (status, headers, message) => {
    expect(limit(status, { ...headers }, message)).toBeUndefined();
  });

  it('takes a body that is no JSON for what its status says', () => {
    expect(rateLimitError({ status: 403, headers: {}, body: Buffer.from('<html>') }, url, now)).toBeUndefined();
  });
});

describe('a sign-in at its limit', () => {
  it.each<[GithubVariantName, number]>([
    ['limit/secondary', 60],
    ['limit/secondary-retry-after', 7],
    ['limit/secondary-at-emails', 7],
    ['limit/primary-huge', 86_400],
    ['limit/primary-odd', 60],
    ['user/status-429', 7],
    ['emails/status-429-huge', 86_400],
    ['token/status-429', 7],
  ])('says when to come back: %s', async (variant, retryAfter) => {
    const github = await testGithub();
    github.use(variant);
    await expect(signIn(await connectorTo(github), github)).rejects.toMatchObject({
      code: 'rate_limit_exceeded',
      retryAfter,
    });
  });
});
