import createConnector from '@logto/connector-twilio-sms';
import { smsAccount } from '../../src/provider/world.ts';
import { smsRecipient } from '../../src/subjects/message.ts';
import { logtoMessage, requiredTypes } from './logto.ts';

export const start = logtoMessage(
  createConnector,
  () => ({
    accountSID: smsAccount.accountSid,
    authToken: smsAccount.apiKeySecret,
    fromMessagingServiceSID: `MG${'7a5d3f1b'.repeat(4)}`,
    templates: requiredTypes.map((usageType) => ({ usageType, content: 'Your code is {{code}}.' })),
  }),
  smsRecipient,
);
