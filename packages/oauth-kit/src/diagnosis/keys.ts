import { CachedDocument } from '../cached-document.ts';
import { keySetGuard } from '../key-set.ts';
import { type Server, verifiableAlgorithms } from '../server.ts';
import type { OAuthClient } from '../settings.ts';
import type { Finding } from './step.ts';

/** Fetches the keys anew and looks for one that can have signed an ID token. */
export async function examineKeys({ runtime, settings }: OAuthClient, url: string): Promise<Finding> {
  const document = new CachedDocument({ url, headers: settings.headers, label: 'key set', guard: keySetGuard });
  const { keys } = await document.get(runtime.egress, runtime.clock);
  const usable = keys.filter(({ use }) => use === undefined || use === 'sig');
  if (usable.length > 0) return { status: 'pass', detail: `The provider publishes ${usable.length} signing key(s).` };
  return {
    status: 'fail',
    detail: 'The provider publishes no key that can verify a signature.',
    fix: 'Check that the provider signs ID tokens with an asymmetric algorithm (RS256, ES256 …).',
  };
}

export function examineAlgorithms({ settings }: OAuthClient, server: Server): Finding {
  const usable = server.idTokenAlgorithms;
  if (usable.length > 0) return { status: 'pass', detail: `ID tokens may be signed with ${usable.join(', ')}.` };
  const allowed = settings.idTokenAlgorithms ?? verifiableAlgorithms;
  return {
    status: 'fail',
    detail: 'The provider signs ID tokens with no algorithm that is allowed here.',
    fix: `Let the provider sign with one of ${allowed.join(', ')}.`,
  };
}
