import { expect, test } from 'vitest';
import { findFaults, findIdle } from './findings.ts';
import { countOperation, createJournal, type Journal, type MessageSeen } from './journal.ts';
import { isClean } from './report.ts';
import type { Stored } from './stored.ts';

const ip = '10.1.0.1';
const message = (changes: Partial<MessageSeen> = {}): MessageSeen => ({
  to: 'ada@example.test',
  kind: 'email',
  ip,
  sent: 'acknowledged',
  reason: '',
  verified: 1,
  guesses: 0,
  ...changes,
});

/** Everything went well: a message was verified, Ada has signed in, and connectors were made, replaced and changed. */
interface World {
  readonly journal: Journal;
  readonly stored: { -readonly [Key in keyof Stored]: Stored[Key] };
  readonly arrived: string[];
}

function goodWorld(): World {
  const journal = createJournal();
  const connector = (ends: number) => ({ created: 'acknowledged', ends, mayHaveEnded: false }) as const;
  journal.messages.push(message());
  journal.addressUsers.set('ada@example.test', new Set(['user-1']));
  journal.people.set('oidc ada', { target: 'oidc', subject: 'ada', signIns: 2, userIds: new Set(['user-2']) });
  for (const id of ['soak-changed', 'sms', 'mail-2', 'rival']) journal.connectors.set(id, connector(0));
  journal.connectors.set('mail-1', connector(1));
  journal.changes.push({ name: 'second', certainty: 'acknowledged', version: 2 });
  const row = { platform: null, version: 1, metadata: '{}' };
  const social = { ...row, type: 'Social', platform: 'Universal' } as const;
  const user = { email_key: null, email_verified: 0, phone: null, phone_verified: 0 } as const;
  const event = (action: string, subject: string, details = '{}') => ({ action, subject, details });
  return {
    journal,
    stored: {
      connectors: [
        { ...social, id: 'soak-changed', target: 'changed', version: 2, metadata: '{"name":{"en":"second"}}' },
        { ...social, id: 'rival', target: 'rival' },
        { ...row, id: 'sms', type: 'Sms', target: 'sms' },
        { ...row, id: 'mail-2', type: 'Email', target: 'mail' },
      ],
      users: [
        { ...user, id: 'user-1', email_key: 'ada@example.test', email_verified: 1 },
        { ...user, id: 'user-2' },
      ],
      identities: [{ user_id: 'user-2', target: 'oidc', issuer: 'https://id.example', subject: 'ada' }],
      liveCodes: [],
      counters: new Map([
        ['code:hour:ada@example.test', 1],
        ['code:tries:ada@example.test', 1],
        [`code:network:${ip}`, 1],
      ]),
      audit: [
        event('connector.create', 'soak-changed'),
        event('connector.create', 'sms'),
        event('connector.create', 'mail-1'),
        event('connector.create', 'rival'),
        event('connector.replace', 'mail-2', '{"replaced":{"id":"mail-1"}}'),
        event('connector.update', 'soak-changed'),
        event('user.create', 'user-1'),
        event('user.create', 'user-2'),
      ],
      verification: { intact: true, entries: 8 },
      revision: 6,
      sealed: 4,
      unreadable: [],
    },
    arrived: ['ada@example.test'],
  };
}

const faultsOf = ({ journal, stored, arrived }: World) => findFaults(journal, stored, arrived);

test('finds nothing where every promise was kept', () => {
  const world = goodWorld();
  const findings = faultsOf(world);
  expect(findings).toMatchObject({ broken: [], doubled: [], lost: [], acknowledged: 1 });
  expect(isClean({ findings, idle: [] })).toBe(true);
});

const broken: Readonly<Record<string, readonly [change: (world: World) => unknown, found: RegExp]>> = {
  'an answer that no client may see': [({ journal }) => journal.unexpected.push('export: HTTP 500'), /HTTP 500/],
  'two connectors of one target': [
    ({ stored }) =>
      (stored.connectors = stored.connectors.map((row) => (row.id === 'rival' ? { ...row, target: 'changed' } : row))),
    /2 connectors have the target changed/,
  ],
  'two e-mail connectors': [
    ({ stored }) =>
      (stored.connectors = stored.connectors.map((row) => (row.id === 'sms' ? { ...row, type: 'Email' } : row))),
    /2 connectors have the type Email/,
  ],
  'no e-mail connector': [
    ({ stored }) => (stored.connectors = stored.connectors.filter(({ type }) => type !== 'Email')),
    /no connector of the type Email/,
  ],
  'a row that the audit log does not know': [
    ({ stored }) => (stored.audit = stored.audit.filter(({ subject }) => subject !== 'rival')),
    /not in the audit log: rival 1/,
  ],
  'an entry of the audit log without its row': [
    ({ stored }) => (stored.connectors = stored.connectors.filter(({ id }) => id !== 'rival')),
    /not there: rival 1/,
  ],
  'a change that did not raise the revision': [({ stored }) => (stored.revision -= 1), /revision 5 after 6/],
  'an acknowledged creation that is lost': [
    ({ journal }) => journal.connectors.set('gone', { created: 'acknowledged', ends: 0, mayHaveEnded: false }),
    /never made: gone/,
  ],
  'an acknowledged removal that is lost': [
    ({ journal }) => journal.connectors.set('rival', { created: 'acknowledged', ends: 1, mayHaveEnded: false }),
    /its end was acknowledged, and lost: rival/,
  ],
  'a connector that ended twice': [
    ({ journal }) => journal.connectors.set('mail-1', { created: 'acknowledged', ends: 2, mayHaveEnded: false }),
    /ended 2 times: mail-1/,
  ],
  'a refused creation that was done': [
    ({ journal }) => journal.connectors.delete('rival'),
    /made, though it was refused: rival/,
  ],
  'a version that two clients have made': [
    ({ journal }) => journal.changes.push({ name: 'other', certainty: 'acknowledged', version: 2 }),
    /version 2 was made twice/,
  ],
  'an acknowledged change that is lost': [
    ({ journal }) => journal.changes.push({ name: 'third', certainty: 'acknowledged', version: 3 }),
    /version 3 was lost/,
  ],
  'a stored change that is not the last one': [
    ({ journal }) => journal.changes.splice(0, 1, { name: 'other', certainty: 'acknowledged', version: 2 }),
    /nobody has acknowledged/,
  ],
  'one person as two identities': [
    ({ stored }) => (stored.identities = [...stored.identities, ...stored.identities]),
    /2 times the identity oidc ada/,
  ],
  'a sign-in whose identity is lost': [({ stored }) => (stored.identities = []), /0 identities: oidc ada/],
  'one person as two users': [
    ({ journal }) => journal.people.get('oidc ada')?.userIds.add('user-3'),
    /oidc ada was signed in as user-3/,
  ],
  'one address with two users': [
    ({ stored }) =>
      (stored.users = stored.users.map((user) => ({ ...user, email_key: 'ada@example.test', email_verified: 1 }))),
    /2 times the address ada@example.test/,
  ],
  'a verified address that nobody has': [
    ({ journal }) => journal.addressUsers.set('grace@example.test', new Set()),
    /nobody has the verified address/,
  ],
  'a user that the audit log does not know': [
    ({ stored }) => (stored.audit = stored.audit.filter(({ subject }) => subject !== 'user-1')),
    /2 users, and 1 in the audit log/,
  ],
  'a code that was good twice': [
    ({ journal }) => journal.messages.splice(0, 1, message({ verified: 2 })),
    /a code was good 2 times/,
  ],
  'a used code that is still good': [
    ({ stored }) => (stored.liveCodes = ['ada@example.test']),
    /a used code is still good/,
  ],
  'a message that no limit counted': [
    ({ stored }) => (stored.counters = new Map([...stored.counters].filter(([name]) => !name.startsWith('code:hour')))),
    /a message was not counted/,
  ],
  'a counter that forgot': [
    ({ stored }) =>
      (stored.counters = new Map([...stored.counters].filter(([name]) => !name.startsWith('code:network')))),
    /requests of 10.1.0.1: counted 0, instead of 1 to 1/,
  ],
  'a message that was denied, and arrived': [
    ({ journal }) => journal.messages.splice(0, 1, message({ sent: 'refused', reason: 'database_unavailable' })),
    /a message arrived though its sender was told database_unavailable/,
  ],
  'a message that nobody asked for': [({ arrived }) => arrived.push('eve@example.test'), /nobody asked for: eve/],
  'a broken audit log': [
    ({ stored }) => (stored.verification = { intact: false, entries: 3, sequence: 4, fault: 'changed', hint: '' }),
    /the audit log is broken at 4/,
  ],
  'a sealed value that does not open': [
    ({ stored }) => (stored.unreadable = ['connectors rival does not open: sealed_damaged']),
    /sealed_damaged/,
  ],
};

test.each(Object.entries(broken))('finds %s', (_name, [change, found]) => {
  const world = goodWorld();
  change(world);
  const findings = faultsOf(world);
  expect(findings.broken).toEqual(expect.arrayContaining([expect.stringMatching(found)]));
  expect(isClean({ findings, idle: [] })).toBe(false);
});

test('counts messages that are doubled, lost, or unknown', () => {
  const doubled = goodWorld();
  doubled.arrived.push('ada@example.test');
  expect(faultsOf(doubled)).toMatchObject({ doubled: ['ada@example.test'], lost: [] });
  expect(isClean({ findings: faultsOf(doubled), idle: [] })).toBe(false);

  const lost = goodWorld();
  lost.arrived.length = 0;
  expect(faultsOf(lost)).toMatchObject({ doubled: [], lost: ['ada@example.test'] });
  expect(isClean({ findings: faultsOf(lost), idle: [] })).toBe(false);

  const unknown = goodWorld();
  const never = { sent: 'unknown', reason: 'connection lost', verified: 0 } as const;
  unknown.journal.messages.push(
    message({ ...never, to: 'b@example.test' }),
    message({ ...never, to: 'c@example.test' }),
  );
  unknown.arrived.push('b@example.test');
  const findings = faultsOf(unknown);
  expect(Object.fromEntries(findings.unknown)).toEqual({
    'connection lost, arrived': 1,
    'connection lost, not arrived': 1,
  });
  expect(findings.lost).toEqual([]);
});

test('is not content with a load that hardly got through', () => {
  const journal = createJournal();
  const idle = findIdle(journal, 60);
  expect(idle).toContain('callback: only 0 acknowledged, of at least 12');
  expect(isClean({ findings: faultsOf(goodWorld()), idle })).toBe(false);
  for (const line of idle) {
    for (let count = 0; count < 12; count += 1) countOperation(journal, line.replace(/:.*/, ''), 'acknowledged');
  }
  expect(findIdle(journal, 60)).toEqual([]);
});
