import type { JsonObject } from '../json.ts';
import type { UnsignedToken } from '../jwt.ts';
import type { ProviderContext, SignIn, Variant } from '../scripted/variant.ts';

export type Change<Value> = (value: Value, context: ProviderContext, signIn: SignIn) => Value;

/** Changes the token before it is signed. */
export const token = (description: string, change: Change<UnsignedToken>): Variant => ({
  description,
  idToken: change,
});

/** Changes its claims. */
export const claims = (description: string, change: Change<JsonObject>): Variant =>
  token(description, (unsigned, context, signIn) => ({
    ...unsigned,
    claims: change(unsigned.claims, context, signIn),
  }));

/** Changes the token after it was signed. */
export const signed = (description: string, change: (idToken: string) => unknown): Variant => ({
  description,
  tokens: (body) => ({ ...body, id_token: change(String(body.id_token)) }),
});
