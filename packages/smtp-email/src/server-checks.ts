import { startDeadline } from './abortable.ts';
import { checkCertificate } from './certificate-check.ts';
import { connectTo } from './connect.ts';
import { credentialsFor } from './credentials.ts';
import { isRefusal, type SmtpReply } from './failures.ts';
import { chooseMechanism, logIn, mechanismsOf } from './sasl.ts';
import { type DialogueReply, SmtpDialogue } from './smtp-dialogue.ts';
import { tlsOptions } from './connection-options.ts';
import { type Check, type Finding, pass, skip, type Visit, warn } from './visit.ts';

/** The way to the server and through a session, up to the envelope. Each step builds on those before. */
export const serverChecks: readonly Check[] = [
  { id: 'address', title: 'Host name and outbound policy', run: checkAddress },
  { id: 'credentials', title: 'Credentials', run: checkCredentials },
  { id: 'connection', title: 'Connection', run: checkConnection },
  { id: 'greeting', title: 'Greeting', run: checkGreeting },
  { id: 'starttls', title: 'STARTTLS', run: checkStartTls },
  { id: 'certificate', title: 'TLS and certificate', run: checkCertificate },
  { id: 'mechanisms', title: 'Authentication mechanisms', run: checkMechanisms },
  { id: 'authentication', title: 'Authentication', run: checkAuthentication },
  { id: 'sender', title: 'Sender', run: checkSender },
];

async function checkAddress(visit: Visit): Promise<Finding> {
  const { host, port } = visit.settings;
  visit.addresses = await visit.runtime.egress.resolve(host, port);
  return pass('The host name resolves, and the outbound policy allows it.');
}

async function checkCredentials(visit: Visit): Promise<Finding> {
  const { settings, runtime } = visit;
  if (settings.auth.kind === 'none') return skip('None are configured.');
  const deadline = startDeadline(settings.timeouts.total);
  try {
    const credentials = await credentialsFor(settings, runtime, deadline.signal);
    if (credentials) visit.credentials = credentials;
  } finally {
    deadline.stop();
  }
  return pass(settings.auth.kind === 'oauth2' ? 'The token endpoint gave an access token.' : 'They are configured.');
}

async function checkConnection(visit: Visit): Promise<Finding> {
  const { settings, addresses = [] } = visit;
  const { host, port, security, timeouts } = settings;
  const deadline = startDeadline(timeouts.connection);
  try {
    visit.dialogue = new SmtpDialogue(await connectTo(host, port, addresses, deadline.signal));
  } finally {
    deadline.stop();
  }
  if (security === 'implicit-tls') {
    visit.tls = await visit.dialogue.encrypt(timeouts.connection, tlsOptions(settings));
  }
  return pass('The port accepts connections.');
}

async function checkGreeting(visit: Visit): Promise<Finding> {
  const { clientName, timeouts } = visit.settings;
  expect(await dialogueOf(visit).ask(timeouts.greeting), 220, 'CONN');
  await greet(visit, clientName);
  return pass('A mail server answers.');
}

async function checkStartTls(visit: Visit): Promise<Finding> {
  const { settings } = visit;
  const { clientName, security, timeouts } = settings;
  if (visit.tls) return skip('The connection was encrypted from the start.');
  if (security === 'none') return skip('Encryption is switched off.');
  const isOffered = visit.extensions.some((line) => /^STARTTLS$/i.test(line));
  if (!isOffered && security === 'opportunistic-starttls') {
    return warn('The server does not offer STARTTLS: messages are sent without encryption.', 'Use a server that does.');
  }
  expect(await ask(visit, 'STARTTLS'), 220, 'STARTTLS');
  visit.tls = await dialogueOf(visit).encrypt(timeouts.connection, tlsOptions(settings));
  await greet(visit, clientName);
  return pass('The server encrypts on request.');
}

function checkMechanisms({ settings, extensions, credentials }: Visit): Finding {
  const offered = mechanismsOf(extensions);
  if (!credentials) {
    return offered.length === 0 ? pass('The server asks for none.') : skip('None is wanted by the configuration.');
  }
  const mechanism = chooseMechanism(offered, credentials);
  if (mechanism !== undefined) return pass(`${mechanism} suits both sides.`);
  return {
    status: 'fail',
    detail: offered.length === 0 ? 'The server offers no authentication.' : `The server offers ${offered.join(', ')}.`,
    fix:
      settings.auth.kind === 'login' && offered.includes('XOAUTH2')
        ? 'Set `auth.kind` to oauth2.'
        : 'Check `port` and `security`, or choose another `auth.kind`.',
  };
}

async function checkAuthentication(visit: Visit): Promise<Finding> {
  const { settings, credentials, extensions } = visit;
  if (!credentials) return skip('None is configured.');
  if (!visit.tls && !settings.allowCredentialsInClear) {
    throw Object.assign(new Error('The credentials were not sent.'), { code: 'EINSECUREAUTH' });
  }
  const mechanism = chooseMechanism(mechanismsOf(extensions), credentials) ?? 'PLAIN';
  expect(await logIn((command) => ask(visit, command), mechanism, credentials), 235, `AUTH ${mechanism}`);
  return pass('The server accepts the credentials.');
}

/** RFC 5321 §3.3: an envelope that is taken back before any message. */
async function checkSender(visit: Visit): Promise<Finding> {
  const { address } = visit.settings.from;
  expect(await ask(visit, `MAIL FROM:<${address}>`), 250, 'MAIL FROM');
  const recipient = await ask(visit, `RCPT TO:<${address}>`);
  await ask(visit, 'RSET');
  await ask(visit, 'QUIT');
  if (recipient.code >= 500) {
    return warn(
      `The server takes mail from the sender, but none to it (${recipient.code}): answers and bounces are lost.`,
      'Create the mailbox of `from.address`, or set `replyTo`.',
    );
  }
  return pass('The server takes mail from the sender.');
}

async function greet(visit: Visit, clientName: string): Promise<void> {
  const reply = expect(await ask(visit, `EHLO ${clientName}`), 250, 'EHLO');
  visit.extensions = reply.lines.slice(1);
}

function ask(visit: Visit, command: string): Promise<DialogueReply> {
  return dialogueOf(visit).ask(visit.settings.timeouts.reply, command);
}

function dialogueOf({ dialogue }: Visit): SmtpDialogue {
  if (!dialogue) throw new TypeError('There is no connection yet.');
  return dialogue;
}

function expect<Reply extends SmtpReply>(reply: Reply, code: number, command: string): Reply {
  if (reply.code === code) return reply;
  const { code: received, enhanced = '', text } = reply;
  throw Object.assign(new Error('The server refused.'), {
    code: 'EPROTOCOL',
    command,
    ...(isRefusal(reply) && { response: `${received} ${enhanced} ${text}` }),
  });
}
