export { configTemplate } from './config-template.ts';
export { configGuard, type GithubConfig } from './config.ts';
export { createGithub, createGithub as default, type GithubConnector, type GithubOptions } from './connector.ts';
export { metadata } from './metadata.ts';
