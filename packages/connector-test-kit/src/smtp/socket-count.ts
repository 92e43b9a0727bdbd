import type { Socket } from 'node:net';

/** Counts the sockets of a listener. Their events are no help: `smtp-server` takes the listeners off at STARTTLS. */
export class SocketCount {
  readonly #open = new Set<Socket>();
  /** Sockets ever. */
  total = 0;
  /** The most that were open at the same time. */
  peak = 0;

  /** Sockets that are open now. */
  get current(): number {
    for (const socket of this.#open) if (socket.destroyed) this.#open.delete(socket);
    return this.#open.size;
  }

  add(socket: Socket): void {
    this.total += 1;
    this.#open.add(socket);
    this.peak = Math.max(this.peak, this.current);
  }

  /**
   * Says goodbye to every client. The sockets are not destroyed at once, because that crashes Node below a TLS handshake;
   * a client that does not close its end is left after half a second.
   */
  closeAll(): void {
    for (const socket of this.#open) {
      socket.end();
      setTimeout(() => socket.destroy(), 500).unref();
    }
  }
}
