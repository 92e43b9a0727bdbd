import type { Connector, DiagnosticStep } from '@jackfield/connector-kit';
import { expect, test } from 'vitest';
import { loadPackage } from '../testing/packages.ts';
import { configurations } from '../testing/configurations.ts';
import { diagnosisResponse } from './diagnosis.ts';

const step = (id: string): DiagnosticStep => ({ id, title: 'A step', status: 'pass', detail: 'Fine.' });

async function connectorWith(diagnose: Connector['diagnose']): Promise<Connector> {
  const { module } = await loadPackage('github');
  const connector = await module.default({ config: configurations.github() as never });
  return { ...connector, diagnose };
}

async function stepsOf(diagnose: Connector['diagnose'], timeout?: number): Promise<DiagnosticStep[]> {
  const response = diagnosisResponse(await connectorWith(diagnose), 'request', () => {}, timeout);
  const lines = (await response.text()).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line));
}

test('a step that never ends is given up', async () => {
  const found = await stepsOf(async function* () {
    yield step('one');
    await new Promise(() => {});
  }, 20);
  expect(found).toMatchObject([{ id: 'one' }, { id: 'diagnosis', status: 'fail' }]);
});

test('a connector without end is cut', async () => {
  const found = await stepsOf(async function* () {
    for (let count = 0; ; count += 1) yield step(`step-${count}`);
  });
  expect(found).toHaveLength(200);
});

test('only what a step may have is passed on', async () => {
  const found = await stepsOf(async function* () {
    yield { ...step('one'), fix: 'Mend it.', raw: 'canary' } as DiagnosticStep;
  });
  expect(found).toEqual([{ ...step('one'), fix: 'Mend it.' }]);
});
