import generate, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { format } from 'oxfmt';

/**
 * The TypeScript declarations that `openapi-fetch` and other clients take, formatted as everything here.
 *
 * @param document OpenAPI 3.1
 */
export async function generateApiTypes(document: OpenAPI3): Promise<string> {
  const text = astToString(await generate(document, { alphabetize: true, silent: true }));
  const { code, errors } = await format('api.ts', text, { printWidth: 120, singleQuote: true });
  if (errors.length > 0) throw new Error('The types cannot be formatted.');
  return code;
}
