const grantedNames: Readonly<Record<string, string>> = {
  email: 'https://www.googleapis.com/auth/userinfo.email',
  profile: 'https://www.googleapis.com/auth/userinfo.profile',
};

/** A scope as Google grants it: under the full names, with `openid` at the end. */
export function grantedScope(asked: string): string {
  const scopes = asked.split(' ').map((scope) => grantedNames[scope] ?? scope);
  return scopes.toSorted((one, other) => Number(one === 'openid') - Number(other === 'openid')).join(' ');
}
