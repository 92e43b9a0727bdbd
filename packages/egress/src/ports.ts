/** Ports from 1024 up that browsers block as well, since something else than HTTP listens there (Fetch §2.10). */
const otherProtocols = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080,
]);

/** Whether a public host may be asked at this port when the policy lists none: 443, and from 1024 up what browsers allow. */
export function isUsualPort(port: number): boolean {
  return port === 443 || (port >= 1024 && port <= 65_535 && !otherProtocols.has(port));
}
