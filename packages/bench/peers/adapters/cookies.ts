/** Keeps cookies as a browser does, but for their attributes. */
export class Cookies {
  readonly #values = new Map<string, string>();

  /** Takes those that a response sets. */
  take({ headers }: Response): void {
    for (const line of headers.getSetCookie()) {
      const [pair = ''] = line.split(';', 1);
      const equals = pair.indexOf('=');
      this.#values.set(pair.slice(0, equals), pair.slice(equals + 1));
    }
  }

  get header(): string {
    return Array.from(this.#values, ([name, value]) => `${name}=${value}`).join('; ');
  }
}
