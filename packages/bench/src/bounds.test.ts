import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Meter } from './measure/meter.ts';
import type { Subject } from './measure/subject.ts';
import { type Provider, startProvider } from './provider/provider.ts';
import { smsAccount } from './provider/world.ts';
import { startSubject, type SubjectName } from './subjects/index.ts';

let provider: Provider;

beforeAll(async () => {
  provider = await startProvider();
});
afterAll(() => provider.close());

/** Counts what a warm subject sends for so many operations. */
async function countWarm(name: SubjectName, operations: number, inFlight: number) {
  return withSubject(name, async (subject) => {
    await subject.batch(inFlight, inFlight, new Meter());
    provider.resetCounts();
    await subject.batch(operations, inFlight, new Meter());
    return provider.counts;
  });
}

async function withSubject<Result>(name: SubjectName, use: (subject: Subject) => Promise<Result>): Promise<Result> {
  const subject = await startSubject(name, provider.world);
  try {
    return await use(subject);
  } finally {
    await subject.close();
  }
}

const messages = `/2010-04-01/Accounts/${smsAccount.accountSid}/Messages.json`;

describe.each<[SubjectName, string[]]>([
  ['github', ['/login/oauth/access_token', '/api/v3/user', '/api/v3/user/emails']],
  ['github.com', ['/login/oauth/access_token', '/user', '/user/emails']],
  ['google', ['/token']],
  ['oidc-standard', ['/openid/token']],
  ['oauth-standard', ['/oauth/token', '/oauth/me']],
  ['twilio-sms', [messages]],
])('%s', (name, endpoints) => {
  it('asks each endpoint that it needs once per operation, and nothing else', async () => {
    const { calls } = await countWarm(name, 20, 4);
    expect(calls).toEqual(Object.fromEntries(endpoints.map((endpoint) => [endpoint, 20])));
  });

  it('opens no connection for it, once there are as many as requests at a time', async () => {
    const { connections } = await countWarm(name, 20, 1);
    expect(connections).toBe(0);
  });
});

describe.each<[SubjectName, SubjectName]>([
  ['github', 'bare/github'],
  ['github.com', 'bare/github.com'],
  ['google', 'bare/google'],
  ['oidc-standard', 'bare/openid'],
  ['oauth-standard', 'bare/oauth'],
  ['twilio-sms', 'bare/sms'],
])('%s', (name, bare) => {
  it('makes the same calls as the bare transport that it is compared with', async () => {
    expect((await countWarm(name, 5, 1)).calls).toEqual((await countWarm(bare, 5, 1)).calls);
  });
});

it('smtp-email sends 500 mails over no more connections than its pool has', async () => {
  provider.resetCounts();
  await withSubject('smtp-email', (subject) => subject.batch(500, 32, new Meter()));
  expect(provider.counts.mails).toBe(500);
  expect(provider.counts.mailConnections).toBeLessThanOrEqual(5);
});
