import type { ConnectorErrorCode } from '@jackfield/connector-kit';
import * as oauth from 'oauth4webapi';
import * as z from 'zod';
import { CachedDocument } from './cached-document.ts';
import { checkError } from './provider-errors.ts';
import { jsonResponse } from './provider-response.ts';
import type { OAuthClient } from './settings.ts';

const keyGuard = z.looseObject({ kty: z.enum(['RSA', 'EC', 'OKP']), kid: z.string().optional() });

/** Milliseconds between two fetches because of a key id that is not in the set. */
const unknownKeyInterval = 60_000;

/**
 * RFC 7517 §5. Entries that are no objects are passed over; what a key holds is checked when it is used. Symmetric keys
 * have no place in a published set.
 */
export const keySetGuard = z.object({
  keys: z.array(z.unknown()).transform((entries) => entries.flatMap((entry) => keyGuard.safeParse(entry).data ?? [])),
});

export type KeySetDocument = z.infer<typeof keySetGuard>;

/** A provider's keys: cached by its HTTP rules, fetched anew for an unknown key id at most once a minute. */
export class KeySet {
  readonly #document: CachedDocument<KeySetDocument>;
  readonly #url: string;

  constructor(url: string, headers: Readonly<Record<string, string>> | undefined) {
    this.#url = url;
    this.#document = new CachedDocument({ url, headers, label: 'key set', guard: keySetGuard });
  }

  /** The keys, from memory while they are fresh. */
  async get({ runtime: { egress, clock } }: OAuthClient): Promise<KeySetDocument> {
    return this.#document.get(egress, clock);
  }

  /**
   * Verifies the signature of the JWT in `processed`, an answer whose claims `oauth4webapi` has checked. Keys come from
   * this set alone: `jku`, `x5u` and embedded keys of the token are ignored.
   *
   * @param keyId the token's `kid`, which only chooses among the provider's own keys
   * @param failure the error code when the signature is wrong or no key fits
   * @throws `failure`; what fetching throws
   */
  async verify(
    client: OAuthClient,
    processed: Response,
    keyId: string | undefined,
    failure: ConnectorErrorCode,
  ): Promise<void> {
    const keys = await this.#keysFor(client, keyId);
    try {
      await oauth.validateApplicationLevelSignature({ issuer: this.#url, jwks_uri: this.#url }, processed, {
        [oauth.allowInsecureRequests]: true,
        [oauth.customFetch]: async () => jsonResponse(keys),
      });
    } catch (error) {
      throw checkError(error, failure, signatureHint(error));
    }
  }

  async #keysFor({ runtime: { egress, clock } }: OAuthClient, keyId: string | undefined): Promise<KeySetDocument> {
    const current = await this.#document.get(egress, clock);
    if (keyId === undefined || current.keys.some((key) => key.kid === keyId)) return current;
    if (clock.now() - this.#document.attemptedAt < unknownKeyInterval) return current;
    return this.#document.refresh(egress, clock);
  }
}

function signatureHint(error: unknown): string {
  return error instanceof oauth.OperationProcessingError && error.code === oauth.KEY_SELECTION
    ? "No key of the provider fits the token's signature. If the provider has just changed its keys, try again in a minute."
    : 'The signature of the token is wrong or of an unknown kind.';
}
