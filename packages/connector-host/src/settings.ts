/** How a host behaves. Durations are in milliseconds. */
export interface HostSettings {
  /**
   * Where browsers reach the host, such as `https://login.example.com`: an origin, or one with a path. Never read from a
   * request. Required; http only on loopback.
   */
  readonly publicUrl: string;
  /** Addresses or ranges (CIDR) of reverse proxies whose `X-Forwarded-For` is believed. Default: none. */
  readonly trustedProxies: readonly string[];
  /** Origins that people may be sent back to, besides the host's own. */
  readonly returnOrigins: readonly string[];
  /** How long a person stays signed in. */
  readonly sessionLifetime: number;
}
