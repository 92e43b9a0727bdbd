import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { ConnectorError } from '@jackfield/connector-kit';
import { ExpiringMap } from './expiring-map.ts';

/** Milliseconds. */
const lifetime = 10 * 60_000;
const mostTries = 5;
/** Within {@link lifetime}. */
const mostCodes = { perAddress: 3, perVisitor: 20 };

/** How a code fares that was asked for. */
export interface CodeStatus {
  address: string;
  state: 'sent' | 'verified' | 'wrong' | 'too-many-tries' | 'expired';
}

export interface Codes {
  /**
   * Counts a request for a code.
   *
   * @param visitor the network address that the request came from
   * @throws `rate_limit_exceeded` when the visitor has asked too often
   */
  admit(visitor: string): void;
  /**
   * Makes a code for one address and one session; an earlier code of the session no longer counts.
   *
   * @returns `undefined` when the address has had enough codes for now. Tell the visitor the same in both cases.
   */
  issue(session: string, address: string): string | undefined;
  /** Tries a code. Five wrong tries or one right one use it up. */
  verify(session: string, address: string, code: string): CodeStatus['state'];
}

/** @param now milliseconds since the epoch */
export function createCodes(now: () => number): Codes {
  const key = randomBytes(32);
  const live = new ExpiringMap<{ mac: Buffer; triesLeft: number }>(lifetime, now);
  const counts = new ExpiringMap<{ count: number }>(lifetime, now);

  /** Only this is kept: whoever reads the memory or, elsewhere, the database cannot tell the code. */
  const macOf = (...parts: readonly string[]): Buffer =>
    createHmac('sha256', key).update(JSON.stringify(parts)).digest();

  const isWithin = (limit: number, kind: string, who: string): boolean => {
    const counter = counts.get(kind + who) ?? { count: 0 };
    if (counter.count === 0) counts.set(kind + who, counter);
    counter.count += 1;
    return counter.count <= limit;
  };

  return {
    admit(visitor) {
      if (isWithin(mostCodes.perVisitor, 'visitor ', visitor)) return;
      throw new ConnectorError('rate_limit_exceeded', {
        hint: 'Too many codes were asked for from here. Wait ten minutes.',
        retryAfter: lifetime / 1000,
      });
    },
    issue(session, address) {
      if (!isWithin(mostCodes.perAddress, 'address ', address.toLowerCase())) return undefined;
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      live.set(session, { mac: macOf(session, address, code), triesLeft: mostTries });
      return code;
    },
    verify(session, address, code) {
      const entry = live.get(session);
      if (!entry) return 'expired';
      if (entry.triesLeft === 0) return 'too-many-tries';
      entry.triesLeft -= 1;
      if (timingSafeEqual(entry.mac, macOf(session, address, code))) {
        live.delete(session);
        return 'verified';
      }
      return entry.triesLeft === 0 ? 'too-many-tries' : 'wrong';
    },
  };
}
