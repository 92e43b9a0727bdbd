import { describe, expect, it } from 'vitest';
import { parseRecipient } from './recipient.ts';
import { failureOf } from './testing/failure-of.ts';

const codeFor = async (to: unknown, countries: readonly string[] = ['*']): Promise<string> =>
  (await failureOf(parseRecipient(to, countries))).code;

describe('a recipient', () => {
  it.each([
    ['+14155550100', 'US'],
    ['+14165550123', 'CA'],
    ['+4915112345678', 'DE'],
    ['+447400123456', 'GB'],
    ['+819012345678', 'JP'],
  ])('is taken as it is: %s of %s', async (to, country) => {
    await expect(parseRecipient(to, [country])).resolves.toBe(to);
  });

  it.each([
    ['spaces and brackets', '+1 (415) 555-0100'],
    ['hyphens', '+1-415-555-0100'],
    ['Arabic digits', '+\u0661\u0664\u0661\u0665\u0665\u0665\u0660\u0661\u0660\u0660'],
    ['full-width digits', '+\uFF11\uFF14155550100'],
    ['a full-width plus sign', '\uFF0B14155550100'],
    ['an extension', '+14155550100;ext=7'],
    ['a leading 00', '0014155550100'],
    ['a country code that begins with 0', '+0114155550100'],
    ['no plus sign', '14155550100'],
    ['a URI', 'tel:+14155550100'],
    ['a letter', '+1415555O100'],
    ['another channel', 'whatsapp:+14155550100'],
    ['an invisible character', '+14155550100\u200B'],
    ['a line break', '+14155550100\n'],
    ['two numbers', '+14155550100,+14155550101'],
    ['a list', ['+14155550100']],
    ['a short code', '89454'],
    ['nothing', undefined],
  ])('attack: numbers in other notations: %s', async (_what, to) => {
    expect(await codeFor(to)).toBe('invalid_request_parameters');
  });

  it.each([
    ['premium-rate in the US', '+19005550100'],
    ['premium-rate in France', '+33899123456'],
    ['shared-cost in France', '+33810123456'],
    ['toll-free', '+18005550100'],
    ['a personal number in Britain, which forwards at a price', '+447012345678'],
    ['satellite (Globalstar)', '+8818123456789'],
    ['satellite (Iridium)', '+881612345678'],
    ['satellite (Inmarsat)', '+870773111632'],
    ['an international network', '+882131234567'],
    ['international premium-rate', '+979123456789'],
    ['international toll-free', '+80012345678'],
  ])('attack: premium and satellite ranges: %s', async (_what, to) => {
    expect(await codeFor(to)).toBe('recipient_refused');
  });

  it('attack: a country not allowed', async () => {
    expect(await codeFor('+8801712345678', ['US', 'GB'])).toBe('recipient_refused');
  });

  it.each([
    ['Jamaica behind +1', '+18765550123', 'US'],
    ['Canada behind +1', '+14165550123', 'US'],
    ['Guernsey behind +44', '+447911123456', 'GB'],
    ['Kazakhstan behind +7', '+77012345678', 'RU'],
  ])('attack: another country behind an allowed calling code: %s', async (_what, to, allowed) => {
    expect(await codeFor(to, [allowed])).toBe('recipient_refused');
  });

  it.each([
    ['too short', '+4915112'],
    ['too long', '+441234567890123'],
    ['a trunk prefix after the country code', '+4407400123456'],
    ['an area that is not assigned', '+11115550100'],
    ['a country code that is not assigned', '+99955550100'],
  ])('that no numbering plan has is refused: %s', async (_what, to) => {
    const { code, hint } = await failureOf(parseRecipient(to, ['*']));
    expect([code, hint]).toEqual(['recipient_refused', expect.stringContaining('numbering plan')]);
  });

  it('is not repeated by the error', async () => {
    const error = await failureOf(parseRecipient('+19005550100', ['US']));
    expect(`${error.hint}${error.message}`).not.toContain('9005550100');
  });
});
