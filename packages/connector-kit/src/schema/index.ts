export { configurationTable } from './configuration-table.ts';
export { configJsonSchema, type JsonSchema } from './json-schema.ts';
export { isSecretPath, type SecretPath, secretPaths, secretValues } from './secrets.ts';
export { checkTemplate, templateFromGuard } from './template.ts';
