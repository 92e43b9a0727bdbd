import type { DocsPage } from '../docs-page.ts';
import type { OpenApiDocument } from '../openapi.ts';
import { type Route, route } from '../route.ts';
import * as z from 'zod';

const tag = 'Document';

/** The API's own description: for programs, and for people. */
export function documentRoutes(
  read: () => { readonly document: OpenApiDocument; readonly page: DocsPage },
): readonly Route[] {
  return [
    route({
      method: 'get',
      path: '/openapi.json',
      operationId: 'getDocument',
      summary: 'Read this document',
      tag,
      access: 'public',
      answer: { status: 200, description: 'OpenAPI 3.1.', body: z.looseObject({ openapi: z.string() }) },
      handle: async () => ({ body: { ...read().document } }),
    }),
    route({
      method: 'get',
      path: '/docs',
      operationId: 'getDocs',
      summary: 'Read this document as a page',
      tag,
      access: 'public',
      answer: { status: 200, description: 'A page.', mediaType: 'text/html' },
      handle: async () => {
        const { html, contentSecurityPolicy } = read().page;
        const headers = {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': contentSecurityPolicy,
        };
        return new Response(html, { headers });
      },
    }),
  ];
}
