export { type FakeTwilio, startTwilio, type TwilioOptions } from './start-twilio.ts';
export type { ReceivedRequest, SentMessage, TwilioAccount } from './state.ts';
export { type CallbackFault, callbackFaults, type CallbackOptions } from './status-callbacks.ts';
export { type TwilioVariant, twilioVariants } from './variants.ts';
