export { isForbiddenAddress } from './address-ranges.ts';
export { defaultRuntime, setDefaultRuntime } from './default-runtime.ts';
export { type ClosableEgress, createEgress } from './egress.ts';
export { exchangeFailed } from './failures.ts';
export type { EgressOptions } from './options.ts';
export { parseJson } from './parse-json.ts';
export { retryAfterSeconds } from './retry-after.ts';
export { createRuntime, type RuntimeOptions } from './runtime.ts';
