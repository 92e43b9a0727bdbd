/** Where a GitHub has what, without a slash at the end. */
export interface GithubEndpoints {
  /** The issuer of its people, and the value of `iss` at the callback (RFC 9207). */
  readonly issuer: string;
  readonly authorize: string;
  readonly token: string;
  /** Base of the REST API. */
  readonly api: string;
}

/**
 * The endpoints of github.com, of an Enterprise Server (API below `/api/v3`) or of a GHE.com subdomain (API at
 * `api.<subdomain>.ghe.com`).
 *
 * @param enterpriseUrl what the guard accepts; the origin alone counts, so that one server has one issuer
 */
export function githubEndpoints(enterpriseUrl?: string): GithubEndpoints {
  const { origin, host, hostname } = new URL(enterpriseUrl ?? 'https://github.com');
  const hasApiHost = enterpriseUrl === undefined || hostname.endsWith('.ghe.com');
  const issuer = `${origin}/login/oauth`;
  return {
    issuer,
    authorize: `${issuer}/authorize`,
    token: `${issuer}/access_token`,
    api: hasApiHost ? `https://api.${host}` : `${origin}/api/v3`,
  };
}
