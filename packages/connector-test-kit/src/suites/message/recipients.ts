import type { Case, Cases } from '../define-suite.ts';
import type { MessageContext } from './adapter.ts';
import { createInstance, expectRefused } from './send.ts';

/** Addresses that must be refused. */
export const emailRecipientCases = {
  'attack: several recipients by comma, semicolon or group': refuses([
    'ada@app.test,eve@evil.test',
    'ada@app.test;eve@evil.test',
    'ada@app.test eve@evil.test',
    'Group: ada@app.test, eve@evil.test;',
    'eve@evil.test, Ada <ada@app.test>',
  ]),
  'attack: quoted local parts': refuses([
    '"ada@evil.test"@app.test',
    '"ada@evil.test> x"@app.test',
    '"ada"@app.test',
    '""@app.test',
  ]),
  'attack: full-width at sign': refuses([
    'ada\uFF20app.test',
    'ada@evil.test\uFF20app.test',
    'eve@evil.test\uFF0Cada@app.test',
  ]),
  'attack: control characters in the recipient': refuses([
    'ada@app.test\r\nBcc: eve@evil.test',
    'ada@app.test\nRCPT TO:<eve@evil.test>',
    'ada\0@app.test',
    'ada@app.test\u2028',
    'ada\t@app.test',
  ]),
  'refuses what is no address': refuses([
    '',
    ' ',
    'ada',
    '@app.test',
    'ada@',
    'ada@@app.test',
    'Ada <ada@app.test>',
    '<ada@app.test>',
    'ada@app.test>',
    'ada..lovelace@app.test',
    'ada(comment)@app.test',
    `${'a'.repeat(65)}@app.test`,
    `ada@${'a'.repeat(250)}.test`,
    '+14155550100',
  ]),
} as const satisfies Cases<MessageContext>;

/** Numbers that must be refused. */
export const phoneRecipientCases = {
  'attack: numbers in other notations': refuses([
    '+1 (415) 555-0100',
    '+1-415-555-0100',
    '+\u0661\u0664\u0661\u0665\u0665\u0665\u0660\u0661\u0660\u0660',
    '+14155550100;ext=7',
    '0014155550100',
    '14155550100',
    'tel:+14155550100',
  ]),
  'attack: several numbers': refuses([
    '+14155550100,+14155550101',
    '+14155550100 +14155550101',
    '+14155550100;+14155550101',
  ]),
  'attack: control characters in the recipient': refuses(['+14155550100\r\nX: y', '+14155550100\0', '+1415555\n0100']),
  'refuses what is no number': refuses(['', ' ', '+', '+1', 'ada@app.test', '+123456789012345678', '+00000000000']),
} as const satisfies Cases<MessageContext>;

function refuses(recipients: readonly string[]): Case<MessageContext> {
  return async (context) => {
    const connector = await createInstance(context);
    for (const to of recipients) {
      await expectRefused(
        context,
        () => connector.sendMessage({ to, type: 'SignIn', payload: { code: '123456' } }),
        'invalid_request_parameters',
        'recipient_refused',
      );
    }
  };
}
