import { compareAll, type Compared } from './compare.ts';
import type { SuiteOptions, SuiteResult } from './suite.ts';

const budgets = { 1: 1.7, 32: 1.5 };

/** The calls are the token request, and what tells who signed in where the ID token does not. */
const connectors: readonly Compared[] = [
  {
    title: 'Sign-in with GitHub',
    connector: 'github',
    bare: 'bare/github',
    budgets,
    calls: 3,
    fixed: { connector: 'github.com', bare: 'bare/github.com' },
    peers: ['passport-github2', 'arctic-github', 'auth-core-github', 'better-auth-github', 'logto-github'],
  },
  {
    title: 'Sign-in with Google',
    connector: 'google',
    bare: 'bare/google',
    budgets,
    calls: 1,
    peers: ['passport-google-oauth20', 'arctic-google', 'better-auth-google', 'logto-google'],
  },
  {
    title: 'Sign-in with OpenID Connect',
    connector: 'oidc-standard',
    bare: 'bare/openid',
    budgets,
    calls: 1,
    peers: ['openid-client', 'passport-openidconnect', 'logto-oidc'],
  },
  {
    title: 'Sign-in with OAuth 2.0',
    connector: 'oauth-standard',
    bare: 'bare/oauth',
    budgets,
    calls: 2,
    peers: ['logto-oauth'],
  },
];

/** What a sign-in costs, from the authorization URL to the parsed user. */
export const runSignIn = (options: SuiteOptions): Promise<SuiteResult> => compareAll('signin', connectors, options);
