import type { MessageType } from '@jackfield/connector-kit';
import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { acceptedLanguages, languageTag } from '../accept-language.ts';
import { parseRequest } from '../api/parse-request.ts';
import { readJson } from '../api/read-json.ts';
import type { HostContext } from '../context.ts';
import { createCookies } from '../sign-in/cookies.ts';
import type { PublicUrl } from '../sign-in/public-url.ts';
import { checkSameOrigin } from '../sign-in/same-origin.ts';
import { randomToken } from '../tokens.ts';
import type { Codes } from './codes.ts';
import type { VerifiedAddress } from './verify-code.ts';

/** What the routes are wired to. */
export interface CodeRoutesOptions {
  readonly context: Pick<HostContext, 'random'>;
  readonly codes: Codes;
  readonly publicUrl: Pick<PublicUrl, 'origin' | 'isSecure'>;
  /**
   * What browsers may ask codes for. Default: `SignIn` and `Register`. For other purposes, ask and verify on the server,
   * where what the code allows is done: a browser's word for it is worth nothing.
   */
  readonly purposes?: readonly MessageType[];
  /** The client's address, which limits count. */
  clientAddress(context: Context): string;
  /** How errors are answered. */
  problemResponse(error: unknown, context: Context): Response;
  /**
   * Signs the person in who has shown that the address is theirs: called once for each code of the purposes `SignIn` and
   * `Register`. When it throws, such as `sign_in_refused`, the code is used up all the same.
   *
   * @returns headers for the answer: the cookies of the session
   */
  signInWithAddress(request: Request, verified: VerifiedAddress): Promise<Headers>;
}

/** Bytes: both bodies are much smaller. */
const longestBody = 4096;
/** Milliseconds in which a body must arrive. */
const bodyTimeout = 10_000;

/**
 * `POST /codes` `{ to, purpose, locale? }` → 202 `{ expiresAt, resendAfter, delivery }`, and `POST /codes/verify`
 * `{ to, purpose, code }` → 200 `{ state, triesLeft? }`; see {@link Codes}. Errors are problem details (RFC 9457), 429 with
 * `retry-after`. A code is good in the browser alone that asked for it, which a cookie names.
 */
export function createCodeRoutes(options: CodeRoutesOptions): Hono {
  const { codes, publicUrl } = options;
  const cookies = createCookies(publicUrl.isSecure);
  const purpose = z.enum(options.purposes ?? ['SignIn', 'Register']).meta({ title: 'What the code is for' });
  const to = z.string().min(1).max(320).meta({ title: 'E-mail address, or phone number with + and country code' });
  const locale = z
    .string()
    .regex(languageTag)
    .meta({ title: 'Language tag', examples: ['pt-BR'] })
    .optional();
  const sendGuard = z.strictObject({ to, purpose, locale });
  const verifyGuard = z.strictObject({ to, purpose, code: z.string().min(1).max(20).meta({ title: 'Code' }) });

  const app = new Hono();
  app.use('/codes/*', async (c, next) => {
    checkSameOrigin(c.req.raw, publicUrl.origin);
    await next();
    c.header('cache-control', 'no-store');
  });

  app.post('/codes', async (c) => {
    const request = parseRequest(sendGuard, await readJson(c.req.raw, longestBody, bodyTimeout));
    const visitor = cookies.read(c.req.raw, 'visitor');
    const session = visitor ?? randomToken(options.context.random);
    const { expiresAt, resendAfter, delivery } = await codes.send({
      to: request.to,
      purpose: request.purpose,
      session,
      ip: options.clientAddress(c),
      ...(request.locale !== undefined && { locale: request.locale }),
      uiLocales: acceptedLanguages(c.req.raw),
    });
    if (visitor === undefined) c.header('set-cookie', cookies.write('visitor', session, { sameSite: 'Lax' }));
    return c.json({ expiresAt: new Date(expiresAt).toISOString(), resendAfter, delivery }, 202);
  });

  app.post('/codes/verify', async (c) => {
    const attempt = parseRequest(verifyGuard, await readJson(c.req.raw, longestBody, bodyTimeout));
    const session = cookies.read(c.req.raw, 'visitor') ?? '';
    const result = await codes.verify({ ...attempt, session });
    if (result.state !== 'verified') return c.json(result);
    if (attempt.purpose === 'SignIn' || attempt.purpose === 'Register') {
      const headers = await options.signInWithAddress(c.req.raw, result.verified);
      for (const [name, value] of headers) c.header(name, value, { append: true });
    }
    return c.json({ state: result.state });
  });

  app.onError((error, c) => options.problemResponse(error, c));
  return app;
}
