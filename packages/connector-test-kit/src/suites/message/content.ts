import { expect } from 'vitest';
import type { Cases } from '../define-suite.ts';
import type { MessageContext, TestTemplate } from './adapter.ts';
import { createInstance, createWithTemplate, deliver, expectRefused } from './send.ts';

/** What templates and variables may do to a message; its shape is the same for e-mail and SMS. */
export const contentCases = {
  'fills nested variables of a configured template': async (context) => {
    const connector = await createWithTemplate(context, plain(context, 'Hello {{ user.name }}, {{code}} {{missing}}'));
    const { text } = await deliver(context, connector, { payload: { code: '42', user: { name: 'Ada' } } });
    expect(text.trim()).toBe('Hello Ada, 42 {{missing}}');
  },
  'attack: $& and $1 in values': async (context) => {
    const connector = await createWithTemplate(context, plain(context, 'A {{code}} B'));
    const code = '$& $1 $$ $` {{code}}';
    expect((await deliver(context, connector, { payload: { code } })).text.trim()).toBe(`A ${code} B`);
  },
  'attack: {{constructor}} and {{__proto__.x}}': async (context) => {
    const template = '[{{code.constructor.name}}{{user.__proto__.constructor}}{{user.toString}}]';
    const connector = await createWithTemplate(context, plain(context, template));
    const { text } = await deliver(context, connector, { payload: { code: '42', user: {} } });
    expect(text.trim()).toBe('[]');
  },
  'attack: javascript: in {{link}}': async (context) => {
    const connector = await createInstance(context);
    for (const link of [
      'javascript:alert(1)',
      ' JAVASCRIPT:alert(1)',
      'java\nscript:alert(1)',
      'data:text/html,x',
      '//evil.test',
    ]) {
      await expectRefused(
        context,
        () => connector.sendMessage({ to: context.adapter.to, type: 'OrganizationInvitation', payload: { link } }),
        'invalid_request_parameters',
      );
    }
  },
} as const satisfies Cases<MessageContext>;

function plain({ module }: MessageContext, content: string): TestTemplate {
  return module.metadata.type === 'Email' ? { subject: 'Subject', content, contentType: 'text/plain' } : { content };
}
