import type { DiagnosticStep } from '@jackfield/connector-kit';
import { expect } from 'vitest';

const statuses = ['pass', 'warn', 'fail', 'skipped'];

/** Reads an examination to its end, and checks the shape of each of its steps. */
export async function collectSteps(examination: AsyncIterable<DiagnosticStep>): Promise<DiagnosticStep[]> {
  const steps: DiagnosticStep[] = [];
  for await (const step of examination) {
    expect(step.id, 'the id of a step is in kebab-case').toMatch(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/);
    expect(statuses, `the status of the step ${step.id}`).toContain(step.status);
    expect(step.title, `the title of the step ${step.id}`).toMatch(/\S/);
    expect(step.detail, `the detail of the step ${step.id}`).toMatch(/\S/);
    steps.push(step);
  }
  expect(steps.length, 'the number of steps').toBeGreaterThan(0);
  return steps;
}
