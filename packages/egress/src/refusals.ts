import { ConnectorError } from '@jackfield/connector-kit';

/** One text for every way in which a host can be private, so that it tells nothing about what the name resolves to. */
export function refusedHost(host: string): ConnectorError {
  return refused(
    `${host} is refused: connectors reach public hosts only. ` +
      'If this host is meant, its operator names it in the `privateHosts` of the outbound policy.',
  );
}

export function refusedPlainHttp(host: string): ConnectorError {
  return refused(
    `${host} is refused over http. Use an https URL; http is for hosts on this machine that the outbound policy's ` +
      '`privateHosts` names.',
  );
}

export function refusedPort(host: string, port: number): ConnectorError {
  return refused(
    `Port ${port} of ${host} is refused. If it is meant, its operator adds it to the \`ports\` of the outbound policy.`,
  );
}

export function refused(hint: string): ConnectorError {
  return new ConnectorError('egress_refused', { hint });
}
