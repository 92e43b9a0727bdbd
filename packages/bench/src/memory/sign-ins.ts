import type { Runtime } from '@jackfield/connector-kit';
import { Meter } from '../measure/meter.ts';
import type { World } from '../provider/world.ts';
import { signInSubject } from '../subjects/sign-in.ts';
import { openIdConfig, signInsWith } from '../subjects/social.ts';

/**
 * Signs people in with as many OpenID providers as there are names, an instance of the connector for each sign-in: what a
 * host does that looks its configurations up.
 */
export async function signInEverywhere(
  world: World,
  runtime: Runtime,
  issuers: readonly string[],
  inFlight: number,
): Promise<void> {
  let next = 0;
  const subject = signInSubject(world, {
    begin: async () => {
      const issuer = issuers[next++ % issuers.length] ?? '';
      const begin = await signInsWith('oidc-standard', openIdConfig(world, issuer), runtime);
      return begin();
    },
    close: async () => undefined,
  });
  try {
    await subject.batch(issuers.length, inFlight, new Meter());
  } finally {
    await subject.close();
  }
}
