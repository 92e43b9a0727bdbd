import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ConnectorError } from '../connector-error.ts';
import type { GetI18nEmailTemplate, MessagePayload } from '../message.ts';
import { type EmailTemplateEntry, emailTemplateGuard, renderEmail, type RenderEmailOptions } from './index.ts';

const template = (subject: string, more: Partial<EmailTemplateEntry> = {}): EmailTemplateEntry => ({
  type: 'SignIn',
  subject,
  content: `<p>${subject}</p>`,
  ...more,
});

const render = (payload: MessagePayload, options: Partial<RenderEmailOptions> = {}) =>
  renderEmail({ message: { type: 'SignIn', payload }, ...options });

const refusal = { code: 'invalid_request_parameters' };

describe('renderEmail: which template', () => {
  const templates = [
    template('default'),
    template('fr', { languageTag: 'fr' }),
    template('fr-CA', { languageTag: 'fr-CA' }),
    template('generic', { type: 'Generic' }),
    template('generic de', { type: 'Generic', languageTag: 'de' }),
  ];

  it.each([
    [{ locale: 'fr-CA' }, 'fr-CA'],
    [{ locale: 'FR-ca' }, 'fr-CA'],
    [{ locale: 'fr-BE' }, 'fr'],
    [{ locale: 'sv' }, 'default'],
    [{ locale: 'de' }, 'default'],
    [{}, 'default'],
    [{ uiLocales: 'sv fr-BE' }, 'fr'],
    [{ locale: 'sv', uiLocales: 'fr' }, 'default'],
    [{ locale: '<b>', uiLocales: 'fr' }, 'fr'],
    [{ locale: 5, uiLocales: ['fr'] } as unknown as MessagePayload, 'default'],
  ])('%j: %s', async (payload, subject) => {
    expect(await render(payload, { templates })).toMatchObject({ subject });
  });

  it.each([
    [{ locale: 'de-AT' }, 'generic de'],
    [{ locale: 'fr' }, 'generic'],
  ])('a type without templates gets Generic by the same rule: %j: %s', async (payload, subject) => {
    expect(await renderEmail({ message: { type: 'Register', payload }, templates })).toMatchObject({ subject });
  });

  it('takes the built-in template when nothing configured fits, in the nearest language', async () => {
    const other = [template('x', { type: 'Register' })];
    expect(await render({ code: '1', locale: 'pt-PT' }, { templates: other })).toMatchObject({
      subject: 'Confirme seu acesso',
    });
    expect(await render({ code: '1', locale: 'sv' })).toMatchObject({ subject: 'Confirm your sign-in' });
  });

  it('template_not_found when the built-in templates are turned off', async () => {
    await expect(render({ code: '1' }, { templates: [template('x', { type: 'Register' })], builtIn: false }))
      .rejects //
      .toMatchObject({ code: 'template_not_found', hint: expect.stringContaining('SignIn') });
  });

  it('the first of two equal entries wins', async () => {
    expect(await render({}, { templates: [template('one'), template('two')] })).toMatchObject({ subject: 'one' });
  });
});

describe('renderEmail: templates kept elsewhere', () => {
  it('are asked for in the order of the fallback, before the configured ones', async () => {
    const asked: unknown[] = [];
    const getI18nEmailTemplate: GetI18nEmailTemplate = async (type, languageTag) => {
      asked.push([type, languageTag]);
      return type === 'Generic' && languageTag === undefined ? template('elsewhere') : undefined;
    };
    const rendered = await render({ locale: 'fr-CA' }, { getI18nEmailTemplate, templates: [template('configured')] });
    expect(rendered.subject).toBe('elsewhere');
    expect(asked).toEqual([
      ['SignIn', 'fr-CA'],
      ['SignIn', 'fr'],
      ['SignIn', undefined],
      ['Generic', 'fr-CA'],
      ['Generic', 'fr'],
      ['Generic', undefined],
    ]);
  });

  it('give way to the configured ones where they have none', async () => {
    const options = { getI18nEmailTemplate: async () => undefined, templates: [template('configured')] };
    expect(await render({}, options)).toMatchObject({ subject: 'configured' });
  });

  it('may have fields that are not known here', async () => {
    const getI18nEmailTemplate = async () => ({ ...template('x'), id: 5, tenant: 'y' });
    expect(await render({}, { getI18nEmailTemplate })).toMatchObject({ subject: 'x' });
  });

  it.each([[{ subject: 5 }], ['text'], [{ ...template('two\r\nlines') }]])('are checked: %j', async (found) => {
    const getI18nEmailTemplate = (async () => found) as unknown as GetI18nEmailTemplate;
    await expect(render({}, { getI18nEmailTemplate })).rejects.toMatchObject({ code: 'invalid_config' });
  });

  it('fail as a connector error, without the inner text', async () => {
    const getI18nEmailTemplate = async () => {
      throw new TypeError('CANARY');
    };
    const error: unknown = await render({}, { getI18nEmailTemplate }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'general', cause: { name: 'TypeError' } });
    expect(JSON.stringify(error)).not.toContain('CANARY');
  });

  it('fail as they want to with a connector error', async () => {
    const own = new ConnectorError('provider_unavailable');
    await expect(render({}, { getI18nEmailTemplate: () => Promise.reject(own) })).rejects.toBe(own);
  });
});

describe('renderEmail: headers', () => {
  it('fills subject, reply-to and sender name, unescaped', async () => {
    const templates = [
      template('{{code}} for {{user.name}}', { replyTo: '{{team}}@example.com', sendFrom: '{{organization}} & Co.' }),
    ];
    const payload = { code: '<1>', user: { name: 'Ö & "Q"' }, team: 'help', organization: 'Müller' };
    expect(await render(payload, { templates })).toMatchObject({
      subject: '<1> for Ö & "Q"',
      replyTo: 'help@example.com',
      sendFrom: 'Müller & Co.',
    });
  });

  it.each([
    ['CR LF', 'x\r\nBcc: evil@evil.test'],
    ['LF', 'x\ny'],
    ['NUL', 'x\0y'],
    ['tab', 'x\ty'],
    ['DEL', 'x\u007Fy'],
    ['C1', 'x\u0085y'],
    ['line separator', 'x\u2028y'],
    ['paragraph separator', 'x\u2029y'],
    ['half a character', 'x\uD800y'],
  ])('attack: CR, LF and control characters in subject, names, reply-to: %s', async (_, value) => {
    for (const field of ['subject', 'replyTo', 'sendFrom']) {
      const templates = [template('x', { [field]: 'a {{name}}' })];
      await expect(render({ name: value }, { templates })).rejects.toMatchObject(refusal);
    }
  });

  it.each(['a@evil.test,b', 'a@evil.test;b', 'x <evil@evil.test>', 'group: a', '"a b"', 'a b'])(
    'attack: several recipients by comma or group, in a reply-to variable: %s',
    async (name) => {
      const templates = [template('x', { replyTo: '{{name}}@example.com' })];
      await expect(render({ name }, { templates })).rejects.toMatchObject({
        ...refusal,
        hint: expect.not.stringContaining('evil'),
      });
    },
  );

  it('refuses a template with control characters that no guard has seen', async () => {
    for (const field of ['subject', 'replyTo', 'sendFrom']) {
      const templates = [template('x', { [field]: 'a\r\nBcc: b@c.test' })];
      await expect(render({}, { templates })).rejects.toMatchObject({ code: 'invalid_config' });
    }
  });

  it('leaves a variable that the payload does not have', async () => {
    const templates = [template('{{ nobody }}', { replyTo: '{{ nobody }}' })];
    expect(await render({}, { templates })).toMatchObject({ subject: '{{ nobody }}', replyTo: '{{ nobody }}' });
  });
});

describe('renderEmail: body', () => {
  it('has a text alternative for HTML', async () => {
    const templates = [template('x', { content: '<p>Hello <b>{{name}}</b></p><p><a href="{{link}}">Go</a></p>' })];
    expect(await render({ name: 'A & B', link: 'https://x.test/?a=1&b=2' }, { templates })).toEqual({
      subject: 'x',
      html: '<p>Hello <b>A &amp; B</b></p><p><a href="https://x.test/?a=1&amp;b=2">Go</a></p>',
      text: 'Hello A & B\n\nGo (https://x.test/?a=1&b=2)',
    });
  });

  it('keeps plain text plain', async () => {
    const templates = [template('x', { content: 'Hi {{name}},\n{{link}}', contentType: 'text/plain' })];
    expect(await render({ name: '<A> & B', link: 'https://x.test/?a=1&b=2' }, { templates })).toEqual({
      subject: 'x',
      text: 'Hi <A> & B,\nhttps://x.test/?a=1&b=2',
    });
  });

  it.each([[undefined], [null], ['text'], [[]]])('refuses the payload %j', async (payload) => {
    await expect(render(payload as never)).rejects.toMatchObject(refusal);
  });
});

describe('renderEmail: type', () => {
  it.each(['Other', 'constructor', '__proto__', '', undefined, null, 5])('refuses %j', async (type) => {
    const message = { type, payload: { code: '1' } } as never;
    await expect(renderEmail({ message })).rejects.toMatchObject({
      ...refusal,
      hint: expect.stringContaining('SignIn'),
    });
  });
});

describe('emailTemplateGuard', () => {
  it('accepts a template, and fits JSON Schema validators without the u flag', () => {
    const entry = template('Ваш код: {{code}} 🙂', {
      languageTag: 'zh-Hant-TW',
      replyTo: 'a@b.test',
      sendFrom: 'pPcC{}',
    });
    expect(emailTemplateGuard.parse(entry)).toEqual({ ...entry, contentType: 'text/html' });
    const twin = z.fromJSONSchema(emailTemplateGuard.toJSONSchema({ io: 'input', target: 'draft-07' }));
    expect(twin.safeParse(entry).success).toBe(true);
    expect(twin.safeParse({ ...entry, subject: 'a\nb' }).success).toBe(false);
  });

  it.each([
    ['an unknown type', { ...template('x'), type: 'Other' }],
    ['an unknown key', { ...template('x'), html: '' }],
    ['an empty subject', template('')],
    ['a subject of two lines', template('a\nb')],
    ['a reply-to of two lines', template('x', { replyTo: 'a@b.test\r\nBcc: c@d.test' })],
    ['a sender name of two lines', template('x', { sendFrom: 'a\u2028b' })],
    ['an odd language', template('x', { languageTag: 'fr_CA' })],
    ['an odd content type', { ...template('x'), contentType: 'text/rtf' }],
    ['a gigantic content', template('x', { content: 'x'.repeat(200_001) })],
  ])('refuses %s', (_, entry) => {
    expect(emailTemplateGuard.safeParse(entry).success).toBe(false);
  });
});
