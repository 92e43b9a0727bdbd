import { GitHub, generateState } from 'arctic';
import * as z from 'zod';
import type { StartSubject } from '../../src/measure/subject.ts';
import { client } from '../../src/provider/world.ts';
import { signInSubject } from '../../src/subjects/sign-in.ts';

const userGuard = z.object({ id: z.number() });
const emailsGuard = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

/** As its documentation shows it: the user and the addresses are fetched by hand. */
export const start: StartSubject = async (world) => {
  const github = new GitHub(client.id, client.secret, client.redirectUri);
  return signInSubject(world, {
    begin: async () => {
      const state = generateState();
      return {
        url: github.createAuthorizationURL(state, ['user:email']).href,
        async finish({ searchParams }) {
          if (searchParams.get('state') !== state) throw new Error('The state is another one.');
          const tokens = await github.validateAuthorizationCode(searchParams.get('code') ?? '');
          const headers = { authorization: `Bearer ${tokens.accessToken()}`, 'user-agent': 'arctic' };
          const [user, emails] = await Promise.all([
            fetchJson('https://api.github.com/user', headers),
            fetchJson('https://api.github.com/user/emails', headers),
          ]);
          const address = emailsGuard.parse(emails).find(({ primary, verified }) => primary && verified);
          return { id: String(userGuard.parse(user).id), email: address?.email };
        },
      };
    },
    close: async () => undefined,
  });
};

async function fetchJson(url: string, headers: Record<string, string>): Promise<unknown> {
  return (await fetch(url, { headers })).json();
}
