import type { Counts } from './world.ts';

/** Counts what reaches the providers. */
export class Counter {
  #calls: Record<string, number> = {};
  connections = 0;
  mails = 0;
  mailConnections = 0;

  call(endpoint: string): void {
    this.#calls[endpoint] = (this.#calls[endpoint] ?? 0) + 1;
  }

  reset(): void {
    this.#calls = {};
    this.connections = 0;
    this.mails = 0;
    this.mailConnections = 0;
  }

  get counts(): Counts {
    const { connections, mails, mailConnections } = this;
    return { calls: { ...this.#calls }, connections, mails, mailConnections };
  }
}
