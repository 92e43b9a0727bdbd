import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { Tarball } from './pack.ts';

const expectationGuard = z.strictObject({
  /** Bytes of the `.tgz` that nobody exceeds without changing this number. */
  budget: z.int().positive(),
  files: z.array(z.string()),
});

const expectationsGuard = z.record(z.string(), expectationGuard);

/** What is published of a package: its files, and how large its tarball may be. */
export type Expectation = z.infer<typeof expectationGuard>;
export type Expectations = z.infer<typeof expectationsGuard>;

/** The committed list, which `pnpm check:tarballs --update` writes. */
export const expectationsUrl = new URL('expected.json', import.meta.url);

export const readExpectations = (): Expectations =>
  expectationsGuard.parse(JSON.parse(readFileSync(expectationsUrl, 'utf8')));

/** Written at each release, so that it is there only in what is released. */
const changelog = 'CHANGELOG.md';

/** A new package's budget: what it needs today and a quarter more, in steps of 5 kB. */
const firstBudget = (size: number): number => Math.ceil((size * 1.25) / 5000) * 5000;

/** What `pnpm check:tarballs --update` writes: today's files; a budget is given once, and kept. */
export function expectationOf({ size, files }: Tarball, before: Expectation | undefined): Expectation {
  return { budget: before?.budget ?? firstBudget(size), files: files.filter((file) => file !== changelog) };
}

/** How a tarball differs from what is expected of it, one sentence each. */
export function expectationFaults({ size, files }: Tarball, expected: Expectation | undefined): string[] {
  if (expected === undefined) return ['its files are not listed. Run: pnpm check:tarballs --update'];
  const missing = expected.files.filter((file) => !files.includes(file));
  const surplus = files.filter((file) => file !== changelog && !expected.files.includes(file));
  const tooLarge = size > expected.budget ? [`it has ${size} bytes, and a budget of ${expected.budget}`] : [];
  return [
    ...missing.map((file) => `${file} is listed, but not packed`),
    ...surplus.map((file) => `${file} is packed, but not listed`),
    ...tooLarge,
  ];
}
