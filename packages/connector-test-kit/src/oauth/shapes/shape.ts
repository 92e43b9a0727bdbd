import type { JsonObject } from '../../oidc/json.ts';
import type { Answer, ClientAuthentication } from '../../oidc/scripted/variant.ts';
import type { OAuthPerson } from '../people.ts';

/** How one provider does what RFC 6749 leaves open, as its documentation says. */
export interface ProviderShape {
  /** The pages that describe it. */
  readonly documentation: readonly string[];
  readonly paths: {
    readonly authorize: string;
    readonly token: string;
    readonly userinfo: string;
    /** RFC 7009; absent when there is none. */
    readonly revocation?: string;
  };
  /** How its clients may prove who they are. */
  readonly clientAuthentication: readonly ClientAuthentication[];
  /** RFC 7636: refuses a sign-in without a challenge; checks one that is there; takes no notice of it. */
  readonly pkce: 'required' | 'checked' | 'ignored';
  /** Whether the callback carries `iss` (RFC 9207): the provider's origin. */
  readonly sendsIssuer: boolean;
  /** Where the access token may stand, and by which methods the profile may be asked for. */
  readonly userInfo: {
    readonly accessToken: readonly ('header' | 'query' | 'form')[];
    readonly methods: readonly ('GET' | 'POST')[];
  };
  /** The answer of the token endpoint, from that of RFC 6749 §5.1. Default: that one. */
  readonly tokens?: (standard: JsonObject) => JsonObject;
  /** An error of the token endpoint, from that of RFC 6749 §5.2. Default: that one. */
  readonly tokenError?: (error: string, status: number) => Answer;
  /** What a successful revocation answers. Default: nothing, with 200. */
  readonly revoked?: Answer;
  /** What it says of a person. `query` is that of the request: some providers let it choose the fields. */
  readonly profile: (person: OAuthPerson, query: URLSearchParams) => JsonObject;
  /** What it says when the access token is not good. */
  readonly unauthorized: Answer;
}
