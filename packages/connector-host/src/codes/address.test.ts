import { expect, test } from 'vitest';
import { parseAddress } from './address.ts';

test.each([
  ['ada@example.org', 'ada@example.org', 'ada@example.org'],
  ['Ada.Lovelace+Code@Example.ORG', 'ada.lovelace+code@example.org', 'ada.lovelace@example.org'],
  ['ada@BÜCHER.example', 'ada@xn--bcher-kva.example', 'ada@xn--bcher-kva.example'],
  ['ada@ｅxample.org', 'ada@example.org', 'ada@example.org'],
  ['a+b+c@example.org', 'a+b+c@example.org', 'a@example.org'],
])('%s is mailed to as %s and counted as %s', async (to, address, recipient) => {
  expect(await parseAddress(to)).toEqual({ kind: 'email', address, recipient });
});

test.each([
  ['several recipients by comma', 'ada@example.org,eve@evil.test'],
  ['a group', 'friends:ada@example.org;'],
  ['a quoted local part', '"a@evil.test"@example.org'],
  ['a full-width at sign (GHSA-7rqj-j65f-68wh)', 'ada＠example.org'],
  ['a full-width at sign besides', 'ada＠evil.test@example.org'],
  ['a second address', 'ada@example.org@evil.test'],
  ['control characters', 'ada@example.org\r\nBcc: eve@evil.test'],
  ['a line break at the end', 'ada@example.org\n'],
  ['a display name', 'Ada <ada@example.org>'],
  ['look-alike letters', 'аda@example.org'],
  ['an address literal', 'ada@[127.0.0.1]'],
  ['an IP address', 'ada@127.0.0.1'],
  ['a bare host', 'ada@localhost'],
  ['percent encoding', 'ada@%65vil.test'],
  ['nothing before the at sign', '@example.org'],
  ['nothing after it', 'ada@'],
  ['dots in a row', 'ada..l@example.org'],
  ['a long local part', `${'a'.repeat(65)}@example.org`],
  ['a long address', `ada@${'a.'.repeat(126)}org`],
])('attack: e-mail address with %s', async (_what, to) => {
  await expect(parseAddress(to)).rejects.toMatchObject({ code: 'invalid_request' });
});

test.each([
  ['+14155550123', '+14155550123', 'US', '+1415555'],
  ['+1 (415) 555-0123', '+14155550123', 'US', '+1415555'],
  ['+49 151 12345678', '+4915112345678', 'DE', '+491511234'],
  ['+49 (0) 151 12345678', '+4915112345678', 'DE', '+491511234'],
  ['+1 876 555 0123', '+18765550123', 'JM', '+1876555'],
])('%s is %s of %s', async (to, address, country, prefix) => {
  expect(await parseAddress(to)).toEqual({ kind: 'phone', address, recipient: address, country, prefix });
});

test.each([
  ['Arabic digits', '+\u0661\u0664\u0661\u0665\u0665\u0665\u0660\u0661\u0660\u0660'],
  ['an extension', '+14155550100;ext=7'],
  ['a leading 00', '0014155550100'],
  ['no plus sign', '14155550100'],
  ['a full-width plus sign', '\uFF0B14155550100'],
  ['a URI', 'tel:+14155550100'],
  ['another channel', 'whatsapp:+14155550100'],
  ['an invisible character', '+14155550100\u200B'],
  ['a line break', '+14155550100\n'],
  ['two numbers', '+14155550100,+14155550101'],
  ['two plus signs', '+1+4155550123'],
  ['nothing', ''],
])('attack: number with %s', async (_what, to) => {
  await expect(parseAddress(to)).rejects.toMatchObject({ code: 'invalid_request' });
});

test.each(['+11115550100', '+4915112', '+99955550100'])('no plan has the number %s', async (to) => {
  await expect(parseAddress(to)).rejects.toMatchObject({ code: 'recipient_refused' });
});

test.each([
  ['Globalstar', '+8818123456789'],
  ['Inmarsat', '+870773111632'],
  ['an international network', '+882131234567'],
  ['international premium-rate', '+979123456789'],
])('attack: premium and satellite ranges: %s', async (_what, to) => {
  await expect(parseAddress(to)).rejects.toMatchObject({ code: 'recipient_refused' });
});
