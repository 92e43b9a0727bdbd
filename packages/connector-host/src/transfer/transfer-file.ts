import type { MetadataOverride } from '../connectors/connectors.ts';

/** Connectors as a file carries them from one host to another. Holds references to secrets, no secrets. */
export interface TransferFile {
  readonly format: 'jackfield-connectors';
  readonly version: 1;
  readonly connectors: readonly TransferredConnector[];
}

export interface TransferredConnector {
  readonly id: string;
  readonly connectorId: string;
  readonly metadata?: MetadataOverride | undefined;
  readonly syncProfile?: boolean | undefined;
  readonly tokenStorage?: boolean | undefined;
  /** `env:NAME`, `file:path` or a placeholder in the place of each secret. */
  readonly config: Readonly<Record<string, unknown>>;
}
