import { emailTemplateGuard } from '@jackfield/connector-kit/messages';
import * as z from 'zod';

export const configGuard = z.strictObject({
  token: z
    .string()
    .min(1)
    .meta({ title: 'Token', description: 'From the page of your account.', examples: ['my-token'], secret: true }),
  endpoint: z
    .string()
    .regex(/^https:\/\/[\w.-]+\/\w+$/)
    .meta({ title: 'Endpoint', description: 'Where mail is sent to.', examples: ['https://mail.test/send'] }),
  from: z
    .string()
    .regex(/^[\w.]+@[\w.]+$/)
    .meta({ title: 'Sender', description: 'An address of yours.', examples: ['app@app.test'] }),
  templates: z
    .array(emailTemplateGuard)
    .optional()
    .meta({ title: 'Templates', description: 'Your own texts.', examples: [[]] }),
});

export type TinyEmailConfig = z.input<typeof configGuard>;
