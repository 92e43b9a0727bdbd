import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttpClient } from './http-client.ts';
import { failureOf } from './testing/failure-of.ts';
import { type SetUp, setUp } from './testing/set-up.ts';

let set: SetUp;
beforeAll(async () => {
  set = await setUp();
});
afterAll(() => set.close());

describe('the HTTP client of the SDK', () => {
  it.each([
    'https://evil.test/2010-04-01',
    'https://api.twilio.com.evil.test/2010-04-01',
    'https://evil.test#.twilio.com/',
    'https://api.a.b.c.twilio.com/',
    'https://studio.twilio.com/',
    'https://api.twilio.com:8443/',
    'http://api.twilio.com/',
  ])('attack: credentials sent to another host: %s', async (uri) => {
    const client = createHttpClient(set.runtime, []);
    const request = client.request({ method: 'get', uri, username: 'AC', password: 'secret' });
    expect((await failureOf(request)).code).toBe('egress_refused');
    expect(set.twilio.requests).toEqual([]);
  });

  it('reads a failed GET as a failure that may be tried again', async () => {
    set.twilio.use('drop-connection');
    const client = createHttpClient(set.runtime, []);
    const request = client.request({ method: 'get', uri: 'https://api.twilio.com/', username: 'AC', password: 'x' });
    expect((await failureOf(request)).code).toBe('provider_unavailable');
  });
});
