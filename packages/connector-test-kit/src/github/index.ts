export { demoGithubPeople, type GithubAddress, type GithubMembership, type GithubPerson } from './people.ts';
export { type GithubServer, type GithubServerOptions, startGithub } from './server.ts';
export type { Tunnel } from '../tunnel.ts';
export { startGithubTunnel } from './tunnel.ts';
export type { GithubContext, GithubEndpoint, GithubSignIn, GithubVariant, ReceivedGithubRequest } from './variant.ts';
export { type GithubVariantName, githubVariants } from './variants/index.ts';
