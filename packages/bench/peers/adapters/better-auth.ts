import { AsyncLocalStorage } from 'node:async_hooks';
import { betterAuth } from 'better-auth';
import * as z from 'zod';
import type { StartSubject } from '../../src/measure/subject.ts';
import { client } from '../../src/provider/world.ts';
import { type Person, signInSubject } from '../../src/subjects/sign-in.ts';
import { Cookies } from './cookies.ts';

const startedGuard = z.object({ url: z.string() });
const origin = 'https://app.example.test';

/** Its two requests, without a database: sessions live in cookies. */
export const betterAuthSignIn =
  (provider: 'github' | 'google', personOf: (profile: unknown) => Person): StartSubject =>
  async (world) => {
    const found = new AsyncLocalStorage<{ person?: Person }>();
    const auth = betterAuth({
      baseURL: origin,
      secret: 'a-secret-of-at-least-32-characters',
      logger: { disabled: true },
      telemetry: { enabled: false },
      socialProviders: {
        [provider]: {
          clientId: client.id,
          clientSecret: client.secret,
          mapProfileToUser(profile: unknown) {
            const store = found.getStore();
            if (store !== undefined) store.person = personOf(profile);
            return {};
          },
        },
      },
    });
    return signInSubject(world, {
      begin: async () => {
        const cookies = new Cookies();
        const begun = await auth.handler(
          new Request(`${origin}/api/auth/sign-in/social`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', origin },
            body: JSON.stringify({ provider, callbackURL: '/', disableRedirect: true }),
          }),
        );
        cookies.take(begun);
        const { url } = startedGuard.parse(await begun.json());
        return {
          url,
          async finish({ search }) {
            const result: { person?: Person } = {};
            const request = new Request(`${origin}/api/auth/callback/${provider}${search}`, {
              headers: { cookie: cookies.header },
            });
            await found.run(result, () => auth.handler(request));
            if (result.person === undefined) throw new Error('Nobody was signed in.');
            return result.person;
          },
        };
      },
      close: async () => undefined,
    });
  };
