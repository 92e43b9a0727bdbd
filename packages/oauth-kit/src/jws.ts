import { ConnectorError } from '@jackfield/connector-kit';
import { parseJson } from '@jackfield/egress';
import { isObject } from './answer-body.ts';

/** Header and payload of a compact JWS, before anything of it is verified: good for choosing what to compare it with. */
export interface PeekedJws {
  readonly header: { readonly alg: string; readonly kid?: string };
  readonly payload: Readonly<Record<string, unknown>>;
}

/**
 * @throws `social_invalid_id_token` when the text is no JWS in compact form (RFC 7515 §3.1), or one with a critical header
 *   (§4.1.11): none is known here
 */
export function peekJws(jws: string): PeekedJws {
  const parts = jws.split('.');
  if (parts.length === 5) {
    throw invalid('The token is encrypted, which is not supported. Turn token encryption off at the provider.');
  }
  const [header, payload] = parts.slice(0, 2).map(decodeObject);
  if (parts.length !== 3 || !header || !payload || typeof header.alg !== 'string') {
    throw invalid('The token is not a JWS in compact form.');
  }
  if (header.crit !== undefined) {
    throw invalid('The token has a critical header ("crit"), which is not supported (RFC 7515 §4.1.11).');
  }
  return { header: { alg: header.alg, ...(typeof header.kid === 'string' && { kid: header.kid }) }, payload };
}

function decodeObject(part: string): Record<string, unknown> | undefined {
  try {
    const value = parseJson(Buffer.from(part, 'base64url'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function invalid(hint: string): ConnectorError {
  return new ConnectorError('social_invalid_id_token', { hint });
}
