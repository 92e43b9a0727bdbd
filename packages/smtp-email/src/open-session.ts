import type { Runtime } from '@jackfield/connector-kit';
import { abortable, startDeadline } from './abortable.ts';
import { connectTo } from './connect.ts';
import { type Credentials, credentialsFor } from './credentials.ts';
import { deliveryError } from './delivery-error.ts';
import { readFailure } from './failures.ts';
import { loadMailLibrary, type MailLibrary } from './mail-library.ts';
import { secretsOf, type SmtpSettings, xoauth2 } from './settings.ts';
import { SmtpSession } from './smtp-session.ts';

/**
 * Opens a connection to the mail server, by way of the outbound policy: the host is resolved and checked each time, and
 * only the checked addresses are connected to.
 *
 * @throws a `ConnectorError`
 */
export async function openSession(settings: SmtpSettings, runtime: Runtime, signal: AbortSignal): Promise<SmtpSession> {
  const library = await loadMailLibrary();
  const open = (credentials: Credentials | undefined) =>
    connectAndLogIn(library, settings, runtime, credentials, signal);
  let credentials: Credentials | undefined;
  try {
    credentials = await credentialsFor(settings, runtime, signal);
    return await open(credentials).catch(async (error: unknown) => {
      const discard = credentials && 'discard' in credentials ? credentials.discard : undefined;
      if (!discard || readFailure(error).code !== 'EAUTH') throw error;
      discard();
      credentials = await credentialsFor(settings, runtime, signal);
      return open(credentials);
    });
  } catch (error) {
    throw deliveryError(error, false, settings, [...secretsOf(settings), ...tokenSecrets(credentials)]);
  }
}

/** A token that was fetched is in no configuration; a server may repeat it all the same. */
function tokenSecrets(credentials: Credentials | undefined): string[] {
  if (!credentials || 'password' in credentials) return [];
  return [credentials.accessToken, xoauth2(credentials.user, credentials.accessToken)];
}

async function connectAndLogIn(
  library: MailLibrary,
  settings: SmtpSettings,
  runtime: Runtime,
  credentials: Credentials | undefined,
  signal: AbortSignal,
): Promise<SmtpSession> {
  const { host, port, timeouts } = settings;
  const addresses = await abortable(runtime.egress.resolve(host, port), signal);
  const connecting = startDeadline(timeouts.connection);
  try {
    const socket = await connectTo(host, port, addresses, AbortSignal.any([signal, connecting.signal]));
    return await SmtpSession.open(library, socket, settings, credentials, signal);
  } finally {
    connecting.stop();
  }
}
