export { configTemplate } from './config-template.ts';
export { configGuard, type TwilioSmsConfig } from './config.ts';
export {
  createTwilioSms,
  createTwilioSms as default,
  type TwilioSmsConnector,
  type TwilioSmsOptions,
} from './connector.ts';
export { metadata } from './metadata.ts';
export type { TwilioSmsReceipt } from './send-message.ts';
export type { MessageStatus } from './responses.ts';
export type { SegmentEncoding } from './segments.ts';
export type { StatusCallback, StatusCallbackOptions, StatusCallbackRequest } from './status-callback.ts';
