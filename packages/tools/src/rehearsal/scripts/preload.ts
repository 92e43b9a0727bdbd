/**
 * Loaded before the code of a README: what a program does whose providers are on this machine. The README's code stays as
 * it is. `FAKE_PROVIDER` holds a {@link Way} as JSON.
 */
import { setDefaultRuntime } from '@jackfield/egress';
import { createRuntimeFor } from './runtime.ts';

setDefaultRuntime(createRuntimeFor(JSON.parse(process.env.FAKE_PROVIDER ?? '{}')));
