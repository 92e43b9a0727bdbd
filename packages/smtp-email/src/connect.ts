import type { ResolvedAddress } from '@jackfield/connector-kit';
import { connect, type LookupFunction, type Socket } from 'node:net';

/**
 * Opens a TCP connection to one of `addresses`, and to no other: the name is not resolved again.
 *
 * @param signal gives up when it is aborted; it has no effect on the open connection
 */
export function connectTo(
  host: string,
  port: number,
  addresses: readonly ResolvedAddress[],
  signal: AbortSignal,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const [only, ...others] = addresses;
    const target = only && others.length === 0 ? { host: only.address } : { host, autoSelectFamily: true };
    const socket = connect({ ...target, port, noDelay: true, lookup: pinned(addresses) });
    const settle = (): void => {
      socket.removeListener('connect', onConnect).removeListener('error', onError);
      signal.removeEventListener('abort', onAbort);
    };
    const onConnect = (): void => {
      settle();
      // Below TLS nobody else listens.
      socket.on('error', () => undefined);
      resolve(socket);
    };
    const onError = (error: unknown): void => {
      settle();
      socket.on('error', () => undefined).destroy();
      reject(error);
    };
    const onAbort = (): void => onError(signal.reason);
    socket.once('connect', onConnect).once('error', onError);
    signal.addEventListener('abort', onAbort);
  });
}

function pinned(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (_host, options, callback) => {
    const [first] = addresses;
    if (!first) callback(Object.assign(new Error('No address.'), { code: 'ENOTFOUND' }), []);
    else if (options.all) callback(null, [...addresses]);
    else callback(null, first.address, first.family);
  };
}
