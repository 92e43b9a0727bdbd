import type { World } from '../provider/world.ts';
import type { Meter } from './meter.ts';

/** Something that is measured: one library, or the bare transport, doing one kind of operation. */
export interface Subject {
  /** Does `count` operations, `inFlight` at a time, and checks what came out. */
  batch(count: number, inFlight: number, meter: Meter): Promise<void>;
  close(): Promise<void>;
}

export type StartSubject = (world: World) => Promise<Subject>;
