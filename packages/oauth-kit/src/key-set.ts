import { ConnectorError, type ConnectorErrorCode } from '@jackfield/connector-kit';
import * as z from 'zod';
import { CachedDocument } from './cached-document.ts';
import type { PeekedJws } from './jws.ts';
import { checkSignature } from './jws-signature.ts';
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

  constructor(url: string, headers: Readonly<Record<string, string>> | undefined) {
    this.#document = new CachedDocument({ url, headers, label: 'key set', guard: keySetGuard });
  }

  /**
   * Verifies the signature of a JWS whose claims were checked. Keys come from this set alone: `jku`, `x5u` and embedded
   * keys of the token are ignored.
   *
   * @param header of the JWS; its `kid` only chooses among the provider's own keys
   * @param failure the error code when the signature is wrong or no key fits
   * @throws `failure`; what fetching throws
   */
  async verify(
    client: OAuthClient,
    jws: string,
    header: PeekedJws['header'],
    failure: ConnectorErrorCode,
  ): Promise<void> {
    const { egress, clock } = client.runtime;
    const held = await this.#document.get(egress, clock);
    const isOld = lacks(held, header.kid) && clock.now() - this.#document.attemptedAt >= unknownKeyInterval;
    const { keys } = isOld ? await this.#document.refresh(egress, clock) : held;
    const outcome = outcomeOf(() => checkSignature(jws, header, keys));
    if (outcome !== 'valid') throw new ConnectorError(failure, { hint: hints[outcome] });
  }
}

function lacks({ keys }: KeySetDocument, keyId: string | undefined): boolean {
  return keyId !== undefined && !keys.some((key) => key.kid === keyId);
}

const hints = {
  'no key':
    "No key of the provider fits the token's signature. If the provider has just changed its keys, try again in a minute.",
  wrong: 'The signature of the token is wrong or of an unknown kind.',
};

/** A key that cannot be read verifies nothing. */
function outcomeOf(check: () => ReturnType<typeof checkSignature>): ReturnType<typeof checkSignature> {
  try {
    return check();
  } catch {
    return 'wrong';
  }
}
