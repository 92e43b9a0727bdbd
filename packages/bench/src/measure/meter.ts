/** What a batch of operations has cost. */
export interface Reading {
  readonly operations: number;
  /** Microseconds of CPU of the whole process, its helper threads included. */
  readonly cpu: number;
  /** Milliseconds by the clock. */
  readonly elapsed: number;
  /** Milliseconds of each operation. */
  readonly latencies: readonly number[];
}

/** Adds up what the parts of a batch cost; what happens between two parts is not counted. */
export class Meter {
  #cpu = 0;
  #elapsed = 0;
  readonly #latencies: number[] = [];

  /** Does `work` for 0, 1, … `count` - 1, so many of them at a time, and counts it. */
  async measure<Result>(
    count: number,
    inFlight: number,
    work: (index: number) => Promise<Result>,
  ): Promise<readonly Result[]> {
    const results: Result[] = [];
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < count) {
        const index = next++;
        const begun = performance.now();
        results[index] = await work(index);
        this.#latencies[index] = (this.#latencies[index] ?? 0) + performance.now() - begun;
      }
    };
    const begun = performance.now();
    const before = process.cpuUsage();
    await Promise.all(Array.from({ length: inFlight }, lane));
    const { user, system } = process.cpuUsage(before);
    this.#elapsed += performance.now() - begun;
    this.#cpu += user + system;
    return results;
  }

  get reading(): Reading {
    return {
      operations: this.#latencies.length,
      cpu: this.#cpu,
      elapsed: this.#elapsed,
      latencies: this.#latencies,
    };
  }
}
