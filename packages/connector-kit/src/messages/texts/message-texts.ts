import type { MessageType } from '../../message.ts';

/** Every sentence of the built-in templates, in one language. Plain text; `{{variables}}` are added by the templates. */
export interface MessageTexts {
  /** Subject and headline; also the beginning of a text message, before the code. */
  readonly subjects: Readonly<Record<MessageType, string>>;
  /** One sentence: why the message came. */
  readonly purposes: Readonly<Record<MessageType, string>>;
  /** Stands above the code. */
  readonly code: string;
  /** Warns not to pass the code on. */
  readonly secrecy: string;
  /** On the button that opens the link. */
  readonly button: string;
  /** Stands above the link written out. */
  readonly fallback: string;
  /** For people who did not expect the message. */
  readonly ignore: string;
  /** What stands before the code or link of a text message, and after the code. */
  readonly punctuation: { readonly colon: string; readonly stop: string };
}
