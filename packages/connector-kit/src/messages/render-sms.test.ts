import { describe, expect, it } from 'vitest';
import { messageTypes } from '../message.ts';
import { builtInLanguages, renderEmail, renderSms, type SmsTemplateEntry, smsTemplateGuard } from './index.ts';
import { textsByLanguage } from './texts/index.ts';

describe('renderSms', () => {
  const templates: SmsTemplateEntry[] = [
    { type: 'SignIn', content: '{{code}} & <{{user.name}}>' },
    { type: 'Generic', languageTag: 'fr', content: 'Code : {{code}}' },
  ];

  it.each([
    ['SignIn', { code: '1', locale: 'fr', user: { name: 'A & B' } }, '1 & <A & B>'],
    ['Register', { code: '1', locale: 'fr-CA' }, 'Code : 1'],
    ['Register', { code: '1', locale: 'de' }, 'Registrierung bestätigen: 1. Geben Sie diesen Code nicht weiter.'],
  ] as const)('%s %j', (type, payload, text) => {
    expect(renderSms({ message: { type, payload }, templates })).toEqual({ text });
  });

  it('template_not_found when the built-in templates are turned off', () => {
    const message = { type: 'Register', payload: { code: '1' } } as const;
    expect(() => renderSms({ message, templates, builtIn: false })).toThrow(
      expect.objectContaining({ code: 'template_not_found' }),
    );
  });

  it('attack: javascript: in {{link}}', () => {
    const message = { type: 'SignIn', payload: { code: '1', link: 'javascript:alert(1)' } } as const;
    expect(() => renderSms({ message, templates })).toThrow(
      expect.objectContaining({ code: 'invalid_request_parameters' }),
    );
  });

  it('has a guard for templates', () => {
    expect(smsTemplateGuard.parse(templates[1])).toEqual(templates[1]);
    expect(smsTemplateGuard.safeParse({ ...templates[1], subject: 'x' }).success).toBe(false);
    expect(smsTemplateGuard.safeParse({ ...templates[1], content: 'x'.repeat(1601) }).success).toBe(false);
  });
});

describe('built-in templates', () => {
  /** The basic character set of GSM 03.38; with anything else a segment has 70 characters and not 160. */
  const gsm = /^[@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà\n\r]*$/;
  const cases = builtInLanguages.flatMap((locale) => messageTypes.map((type) => [locale, type] as const));

  it('are in at least nine languages', () => {
    expect(builtInLanguages.length).toBeGreaterThanOrEqual(9);
    expect(builtInLanguages).toEqual(Intl.getCanonicalLocales([...builtInLanguages]));
  });

  it.each(cases)('%s %s: a code fits one SMS segment', (locale, type) => {
    const { text } = renderSms({ message: { type, payload: { code: '123456', locale } } });
    expect(text).toContain('123456');
    expect(text.length).toBeLessThanOrEqual(gsm.test(text) ? 160 : 70);
  });

  it.each(cases)('%s %s: e-mail and SMS with a code, a link, and both', async (locale, type) => {
    const link = 'https://example.test/verify?token=abc&x=1';
    for (const payload of [{ code: '123456' }, { link }, { code: 123_456, link }] as never[]) {
      const wanted = Object.values(payload).map(String);
      const message = { type, payload: { ...(payload as object), locale } };
      const { subject, html = '', text } = await renderEmail({ message });
      expect(html).toContain(`<html lang="${locale}">`);
      for (const value of wanted) expect(text).toContain(value);
      expect(`${subject}${html}${text}`).not.toMatch(/\{\{|undefined|\[object/);
      expect((html.match(/href="/g) ?? []).length).toBe(wanted.includes(link) ? 2 : 0);
      for (const value of wanted) expect(renderSms({ message }).text).toContain(value);
    }
  });

  it('are truly translated: no sentence is in two languages, nor twice in one', () => {
    const sentences = Object.values(textsByLanguage).flatMap(({ purposes, fallback, ignore, secrecy }) =>
      Object.values(purposes).concat(fallback, ignore, secrecy),
    );
    expect(sentences.filter((sentence, index) => sentences.indexOf(sentence) !== index)).toEqual([]);
  });

  it.each([[{}], [{ code: '' }], [{ code: null, link: '' }]])('need a code or a link: %j', async (payload) => {
    const message = { type: 'SignIn', payload: payload as never } as const;
    const refusal = { code: 'invalid_request_parameters', hint: expect.stringContaining('code') };
    await expect(renderEmail({ message })).rejects.toMatchObject(refusal);
    expect(() => renderSms({ message })).toThrow(expect.objectContaining(refusal));
  });

  it('attack: HTML injected through template variables', async () => {
    const message = { type: 'SignIn', payload: { code: '<img src=x onerror=alert(1)>' } } as const;
    const { html } = await renderEmail({ message });
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(html).not.toContain('<img');
  });
});
