import { Auth, skipCSRFCheck } from '@auth/core';
import GitHub from '@auth/core/providers/github';
import * as z from 'zod';
import type { StartSubject } from '../../src/measure/subject.ts';
import { client } from '../../src/provider/world.ts';
import { type Person, signInSubject } from '../../src/subjects/sign-in.ts';
import { Cookies } from './cookies.ts';

const profileGuard = z.object({ id: z.number(), email: z.string() });
const origin = 'https://app.example.test';

/** Its two requests, with sessions in signed and encrypted cookies. */
export const start: StartSubject = async (world) =>
  signInSubject(world, {
    begin: async () => {
      const cookies = new Cookies();
      let person: Person | undefined;
      const config = {
        trustHost: true,
        secret: 'a-secret-of-at-least-32-characters',
        basePath: '/auth',
        skipCSRFCheck,
        providers: [GitHub({ clientId: client.id, clientSecret: client.secret })],
        callbacks: {
          signIn({ profile }: { profile: unknown }) {
            const { id, email } = profileGuard.parse(profile);
            person = { id: String(id), email };
            return true;
          },
        },
      };
      const begun = await Auth(new Request(`${origin}/auth/signin/github`, { method: 'POST' }), config);
      cookies.take(begun);
      return {
        url: begun.headers.get('location') ?? '',
        async finish({ search }) {
          const headers = { cookie: cookies.header };
          await Auth(new Request(`${origin}/auth/callback/github${search}`, { headers }), config);
          if (person === undefined) throw new Error('Nobody was signed in.');
          return person;
        },
      };
    },
    close: async () => undefined,
  });
