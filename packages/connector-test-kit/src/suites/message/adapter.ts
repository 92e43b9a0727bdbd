import type { ConnectorErrorCode, ConnectorModule, Runtime } from '@jackfield/connector-kit';

/** A message as its recipient reads it. */
export interface DeliveredMessage {
  /** Every recipient of the envelope. */
  readonly to: readonly string[];
  /** E-mail only. */
  readonly subject?: string;
  /** The plain text; of an e-mail, its text part. */
  readonly text: string;
  /** E-mail only: the HTML part, where there is one. */
  readonly html?: string;
  /** E-mail only: header names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A template that a case puts into the configuration, for type `Generic`. */
export interface TestTemplate {
  /** Absent for SMS. */
  readonly subject?: string;
  readonly content: string;
  /** Absent for SMS. */
  readonly contentType?: 'text/html' | 'text/plain';
}

/** How the suite reaches a connector's fake carrier. */
export interface MessageAdapter {
  /** A configuration that fits the fake. */
  readonly config: Readonly<Record<string, unknown>>;
  /** `config` with this template as the only one of type `Generic`. */
  configWithTemplate(template: TestTemplate): Readonly<Record<string, unknown>>;
  /** Must let the connector reach the fake. */
  readonly runtime: Runtime;
  /** An address or number that the fake accepts. */
  readonly to: string;
  /** Everything that the fake has accepted so far, oldest first. */
  delivered(): Promise<readonly DeliveredMessage[]> | readonly DeliveredMessage[];
  /** Stops the fake, so that nothing answers at its address any more. The runtime stays open. */
  stopProvider(): Promise<void>;
  /** Stops the fake, if it still runs, and closes the runtime. */
  close(): Promise<void>;
}

/** One way in which a delivery fails, and the code that must tell so. */
export interface DeliveryFailure<Adapter extends MessageAdapter> {
  readonly code: ConnectorErrorCode;
  /** Switches a fresh fake, which only this case uses. */
  arrange(adapter: Adapter): unknown;
  /** Default: the adapter's. */
  readonly to?: string;
}

/** What every case of the message suite gets. */
export interface MessageContext<Adapter extends MessageAdapter = MessageAdapter> {
  readonly module: ConnectorModule;
  readonly adapter: Adapter;
  /** Starts a second fake, for a case that breaks it; the case closes it. */
  readonly startAnother: () => Promise<Adapter>;
}
