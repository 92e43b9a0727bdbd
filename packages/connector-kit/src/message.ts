import type { Connector } from './connector.ts';
import type { MessageMetadata } from './metadata.ts';

/** What a message is for; each may have its own template. */
export const messageTypes = [
  'SignIn',
  'Register',
  'ForgotPassword',
  'OrganizationInvitation',
  'Generic',
  'UserPermissionValidation',
  'BindNewIdentifier',
  'MfaVerification',
  'BindMfa',
] as const;

export type MessageType = (typeof messageTypes)[number];

/** The variables of a message. */
export interface MessagePayload {
  code?: string;
  /** http or https. */
  link?: string;
  /** BCP 47 tag of the recipient's language. */
  locale?: string;
  /** Space-separated BCP 47 tags, most wanted first; used when `locale` is absent. */
  uiLocales?: string;
  [variable: string]: unknown;
}

export interface Message {
  /** One recipient: an e-mail address, or a phone number with `+` and country code. */
  to: string;
  type: MessageType;
  payload: MessagePayload;
  /** The address of whoever asked for the message; for limits, never shown. */
  ip?: string;
}

/** Proof that the message was handed over. Not that it was read. */
export interface DeliveryReceipt {
  /** The provider's id of the message. */
  id: string;
  /** The connector's `metadata.id`. */
  provider: string;
  /** ISO 8601, UTC. */
  acceptedAt: string;
}

interface MessageConnector<
  Metadata extends MessageMetadata<'Email'> | MessageMetadata<'Sms'>,
  Receipt extends DeliveryReceipt,
> extends Connector<Metadata> {
  /**
   * Hands one message over.
   *
   * @param unsavedConfig tries this configuration instead of the instance's own
   * @throws `invalid_config`, `invalid_request_parameters`, `template_not_found`, `recipient_refused`, `delivery_failed`,
   *   `delivery_unknown` (do not resend blindly), `provider_unavailable`, `rate_limit_exceeded`, `egress_refused`
   */
  sendMessage(message: Message, unsavedConfig?: unknown): Promise<Receipt>;
}

/** A connector that delivers e-mail. */
export type EmailConnector = MessageConnector<MessageMetadata<'Email'>, DeliveryReceipt>;
/** A connector that delivers SMS. */
export type SmsConnector<Receipt extends DeliveryReceipt = DeliveryReceipt> = MessageConnector<
  MessageMetadata<'Sms'>,
  Receipt
>;

/** A template for an e-mail. `{{path.to.value}}` is filled from the payload. */
export interface EmailTemplate {
  subject: string;
  content: string;
  /** Default `text/html`. */
  contentType?: 'text/html' | 'text/plain';
  replyTo?: string;
  /** Display name of the sender. */
  sendFrom?: string;
}

/** Templates kept elsewhere, looked up before the configuration's own. */
export type GetI18nEmailTemplate = (type: MessageType, languageTag?: string) => Promise<EmailTemplate | undefined>;
