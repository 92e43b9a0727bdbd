import { inspect } from 'node:util';
import type { ConnectorError, DiagnosticStep } from '@jackfield/connector-kit';
import { expect } from 'vitest';
import { canariesIn, type Canary } from './canaries.ts';

/** Fails when a canary shows: secrets anywhere in the error, texts anywhere but in its `details`. */
export function expectNoLeak(error: ConnectorError, planted: readonly Canary[]): void {
  const secrets = planted.filter(({ kind }) => kind === 'secret');
  for (const [surface, text] of Object.entries({ ...publicSurfaces(error), ...operatorSurfaces(error) })) {
    expect(canariesIn(text, secrets), `secrets in ${surface} of the ${error.code} error`).toEqual([]);
  }
  for (const [surface, text] of Object.entries(publicSurfaces(error))) {
    expect(canariesIn(text, planted), `planted texts in ${surface} of the ${error.code} error`).toEqual([]);
  }
}

/** Fails when a canary of any kind shows in a finding. */
export function expectNoLeakInSteps(steps: readonly DiagnosticStep[], planted: readonly Canary[]): void {
  for (const step of steps) {
    expect(canariesIn(inspect(step), planted), `secrets or texts in the step ${step.id}`).toEqual([]);
  }
}

function publicSurfaces(error: ConnectorError): Record<string, string> {
  return {
    message: error.message,
    hint: error.hint ?? '',
    issues: show(error.issues),
    cause: show(error.cause),
    stack: error.stack ?? '',
    'toString()': String(error),
    'toJSON()': JSON.stringify(error),
  };
}

function operatorSurfaces(error: ConnectorError): Record<string, string> {
  return { details: show(error.details), 'util.inspect': show(error) };
}

function show(value: unknown): string {
  const options = { depth: Number.POSITIVE_INFINITY, maxStringLength: null, maxArrayLength: null };
  return inspect(value, { ...options, showHidden: true, getters: true, breakLength: Number.POSITIVE_INFINITY });
}
