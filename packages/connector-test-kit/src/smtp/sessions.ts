import PostalMime from 'postal-mime';
import type { SMTPServer, SMTPServerOptions, SMTPServerSession } from 'smtp-server';
import type { Mailbox } from './mailbox.ts';
import {
  authRefusals,
  greetingRefusals,
  messageRefusals,
  recipientRefusals,
  type Refusal,
  senderRefusals,
} from './refusals.ts';
import type { SmtpVariant } from './variants.ts';

/** One attempt to log in. */
export interface Login {
  user: string;
  /** The SASL mechanism. */
  method: string;
  /** Whether the connection was encrypted. */
  secure: boolean;
}

/** What the sessions of a server share. */
export interface SessionState {
  variant: SmtpVariant;
  mailbox: Mailbox;
  logins: Login[];
  /** Recipients that were greylisted once. */
  greylisted: Set<string>;
  user: string;
  password: string;
  accessToken: string;
  /** The server, for closing a session's connection. */
  server(): SMTPServer;
}

const queued = '2.0.0 Queued';

/** The handlers that let `smtp-server` behave as the current variant says. */
export function sessionHandlers(
  state: SessionState,
): Required<Pick<SMTPServerOptions, 'onConnect' | 'onSecure' | 'onAuth' | 'onMailFrom' | 'onRcptTo' | 'onData'>> {
  return {
    onConnect(session, callback) {
      if (state.variant === 'starttls-not-offered') disable(state, session, 'STARTTLS');
      if (state.variant === 'auth-not-offered') disable(state, session, 'AUTH');
      callback(refusal(greetingRefusals[state.variant]));
    },
    onSecure(_socket, session, callback) {
      if (state.variant === 'auth-only-without-tls') disable(state, session, 'AUTH');
      callback();
    },
    onAuth(auth, session, callback) {
      const { method, username: user = '' } = auth;
      state.logins.push({ user, method, secure: session.secure });
      if (state.variant === 'echoing-refusal')
        return callback(refusal(echo(auth.password ?? auth.accessToken ?? '', user)));
      const refused = refusal(authRefusals[state.variant]);
      if (refused) return callback(refused);
      const known = method === 'XOAUTH2' ? auth.accessToken === state.accessToken : auth.password === state.password;
      if (user === state.user && known) return callback(null, { user });
      if (method === 'XOAUTH2') return callback(null, { data: { status: '401', schemes: 'bearer' } });
      return callback(refusal(authRefusals['wrong-credentials']));
    },
    onMailFrom(_address, _session, callback) {
      if (state.variant === 'no-answer') return;
      callback(refusal(senderRefusals[state.variant]));
    },
    onRcptTo({ address }, session, callback) {
      if (state.variant === 'drop-on-recipient') return closeConnection(state, session);
      if (state.variant === 'drop-before-data') return closeConnection(state, session, '2.1.5 Ok');
      if (state.variant === 'greylisting' && state.greylisted.has(address)) return callback();
      state.greylisted.add(address);
      callback(refusal(recipientRefusals[state.variant]));
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => void answerData(state, session, Buffer.concat(chunks), callback));
    },
  };
}

type Answer = (error?: Error | null, text?: string) => void;

async function answerData(
  state: SessionState,
  session: SMTPServerSession,
  source: Buffer,
  answer: Answer,
): Promise<void> {
  const { variant } = state;
  const refused = variant === 'echoing-message-refusal' ? await echoText(source) : messageRefusals[variant];
  if (refused) return answer(refusal(refused));
  await keep(state, session, source, () => answer(null, queued));
}

function disable(state: SessionState, session: SMTPServerSession, command: string): void {
  session.disabledCommands = [...state.server().options.disabledCommands, command];
}

/** Puts the mail into the mailbox, and then answers as the variant wants. */
async function keep(
  state: SessionState,
  session: SMTPServerSession,
  source: Buffer,
  accept: () => void,
): Promise<void> {
  const { mailFrom, rcptTo } = session.envelope;
  const user: unknown = session.user;
  await state.mailbox.add(source, {
    envelope: { from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address) },
    secure: session.secure,
    user: typeof user === 'string' ? user : undefined,
  });
  if (state.variant === 'no-answer-after-data') return;
  if (state.variant === 'drop-after-data') return closeConnection(state, session);
  if (state.variant === 'drop-after-each-mail') return closeConnection(state, session, queued);
  accept();
}

/** Closes the session's connection, after a last `250` with `answer` where given. */
function closeConnection(state: SessionState, session: SMTPServerSession, answer?: string): void {
  for (const connection of state.server().connections) {
    if (connection.session.id !== session.id) continue;
    if (answer !== undefined) connection.send(250, answer);
    connection.close();
  }
}

function refusal(answer: Refusal | undefined): Error | null {
  return answer ? Object.assign(new Error(answer.text), { responseCode: answer.code }) : null;
}

async function echoText(source: Buffer): Promise<Refusal> {
  const { text = '' } = await PostalMime.parse(source);
  return { code: 554, text: `5.6.0 Not accepted: ${text.replaceAll(/\s+/g, ' ').slice(0, 300)}` };
}

function echo(secret: string, user: string): Refusal {
  const forms = [
    secret,
    Buffer.from(secret).toString('base64'),
    Buffer.from(`\0${user}\0${secret}`).toString('base64'),
  ];
  return { code: 535, text: `5.7.8 Not accepted: ${forms.join(' ')}` };
}
