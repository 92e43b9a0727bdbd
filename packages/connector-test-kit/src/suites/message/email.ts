import type { EmailTemplate } from '@jackfield/connector-kit';
import { expect } from 'vitest';
import { createMessageConnector } from '../create-connector.ts';
import type { Cases } from '../define-suite.ts';
import { expectConnectorError } from '../expect-error.ts';
import type { MessageContext } from './adapter.ts';
import { createWithTemplate, deliver, deliveredBy } from './send.ts';

/** What only e-mail has: subjects, headers and HTML. */
export const emailCases = {
  'sends HTML with a plain text beside it': async (context) => {
    const content = '<p>Your code is <b>{{code}}</b>.</p>';
    const connector = await createWithTemplate(context, {
      subject: 'Code {{code}}',
      content,
      contentType: 'text/html',
    });
    const { subject, html, text } = await deliver(context, connector, { payload: { code: '42' } });
    expect(subject).toBe('Code 42');
    expect(html).toContain('<b>42</b>');
    expect(text).toContain('42');
    expect(text, 'the plain text').not.toContain('<b>');
  },
  'attack: HTML injected through template variables': async (context) => {
    const content = '<p title="{{user.name}}">{{user.name}}</p>';
    const connector = await createWithTemplate(context, { subject: 'Hello', content, contentType: 'text/html' });
    const payload = { user: { name: `"><img src=x onerror='alert(1)'>&` } };
    const { html = '' } = await deliver(context, connector, { payload });
    expect(html).toContain('&lt;img');
    expect(html).not.toMatch(/<img|"><|onerror='/);
  },
  'attack: CR, LF and control characters in the subject': async (context) => {
    const template = { subject: 'Hello {{user.name}}', content: 'Hello', contentType: 'text/plain' } as const;
    const connector = await createWithTemplate(context, template);
    for (const end of ['\r\n', '\n', '\r', '\u2028', '\u0085', '\0']) {
      const payload = { user: { name: `x${end}Bcc: second@evil.test${end}X-Forged: yes${end}${end}forged body` } };
      const arrived = await deliveredBy(context, () =>
        connector
          .sendMessage({ to: context.adapter.to, type: 'Generic', payload })
          .catch((error: unknown) => expectConnectorError(() => Promise.reject(error), 'invalid_request_parameters')),
      );
      for (const { to, subject = '', headers = {}, text } of arrived) {
        expect(to).toEqual([context.adapter.to]);
        expect(Object.keys(headers)).not.toContain('bcc');
        expect(Object.keys(headers)).not.toContain('x-forged');
        expect(subject, 'the subject').not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        expect(text, 'the text').not.toContain('forged body');
      }
    }
  },
  'works as Logto calls it': async (context) => {
    const { module, adapter } = context;
    const asked: unknown[] = [];
    const template: EmailTemplate = { subject: 'From the tenant', content: 'Use {{code}}', contentType: 'text/plain' };
    const connector = await createMessageConnector(module, {
      getConfig: async () => adapter.config,
      getI18nEmailTemplate: async (...question: unknown[]) => {
        asked.push(question);
        return template;
      },
      runtime: adapter.runtime,
    });
    const message = { type: 'SignIn', payload: { code: '315', locale: 'de' } } as const;
    const { subject, text } = await deliver(context, connector, message);
    expect(asked[0]).toEqual(['SignIn', 'de']);
    expect(subject).toBe('From the tenant');
    expect(text.trim()).toBe('Use 315');
  },
} as const satisfies Cases<MessageContext>;
