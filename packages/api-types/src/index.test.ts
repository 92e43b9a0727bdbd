import { expect, test } from 'vitest';
import { generateApiTypes } from './index.ts';

test('a path becomes a type', async () => {
  const types = await generateApiTypes({
    openapi: '3.1.0',
    info: { title: 'Test', version: '1' },
    paths: { '/things': { get: { operationId: 'listThings', responses: { 204: { description: 'None.' } } } } },
  });
  expect(types).toContain("get: operations['listThings'];");
});
