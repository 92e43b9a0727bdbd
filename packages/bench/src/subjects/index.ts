import * as z from 'zod';
import type { StartSubject, Subject } from '../measure/subject.ts';
import type { World } from '../provider/world.ts';
import { bareMail, bareSms } from './bare-message.ts';
import { bareGithub, bareGithubCom, bareGoogle, bareOAuth, bareOpenId } from './bare-sign-in.ts';
import { host } from './host.ts';
import { smtpEmail, twilioSms } from './message.ts';
import { github, githubCom, google, oauthStandard, oidcStandard } from './social.ts';

const subjects = {
  'bare/github': bareGithub,
  'bare/github.com': bareGithubCom,
  'bare/google': bareGoogle,
  'bare/mail': bareMail,
  'bare/oauth': bareOAuth,
  'bare/openid': bareOpenId,
  'bare/sms': bareSms,
  github,
  'github.com': githubCom,
  google,
  host,
  'oauth-standard': oauthStandard,
  'oidc-standard': oidcStandard,
  'smtp-email': smtpEmail,
  'twilio-sms': twilioSms,
} as const satisfies Record<string, StartSubject>;

export type SubjectName = keyof typeof subjects;

const peerGuard = z.object({ start: z.custom<StartSubject>((value) => typeof value === 'function') });

/**
 * Starts a subject of this package; `peers/<name>` is the adapter of another library, in `peers/adapters`.
 *
 * @throws when there is no such subject
 */
export async function startSubject(name: string, world: World): Promise<Subject> {
  if (name.startsWith('peers/')) {
    const adapter = new URL(`../../peers/adapters/${name.slice('peers/'.length)}.ts`, import.meta.url);
    return peerGuard.parse({ ...(await import(adapter.href)) }).start(world);
  }
  const start = Object.entries(subjects).find(([known]) => known === name)?.[1];
  if (start === undefined) throw new Error(`There is no subject called ${name}.`);
  return start(world);
}
