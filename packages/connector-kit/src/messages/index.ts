export { builtInLanguages } from './built-in.ts';
export { htmlToText } from './html-to-text.ts';
export { type RenderedEmail, type RenderEmailOptions, renderEmail } from './render-email.ts';
export { type RenderedSms, type RenderSmsOptions, renderSms } from './render-sms.ts';
export {
  type EmailTemplateEntry,
  emailTemplateGuard,
  type SmsTemplateEntry,
  smsTemplateGuard,
} from './template-guards.ts';
