import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { ServerCertificate } from '../tls.ts';
import type { Mailbox } from './mailbox.ts';
import type { SmtpVariant } from './variants.ts';

/** What a raw session may use of its server. */
export interface RawSessionTools {
  certificate: ServerCertificate;
  mailbox: Mailbox;
  /** Remembers that somebody tried to log in. */
  recordLogin: (login: { user: string; method: string; secure: boolean }) => void;
}

type RawSession = (socket: Socket, tools: RawSessionTools) => void;

/** Variants that break the protocol itself, and therefore speak for themselves on the bare socket. */
export const rawSessions: Partial<Record<SmtpVariant, RawSession>> = {
  'drop-after-connect': (socket) => socket.destroy(),
  'no-greeting': (socket) => socket.resume(),
  'slow-greeting': trickleGreeting,
  'endless-banner': repeatBannerLine,
  'huge-reply': (socket) => socket.resume().write(`220 ${'x'.repeat(4 * 1024 * 1024)}`),
  'binary-reply': (socket) => socket.resume().write(Buffer.from('ff00fe80810d0a9f928e0d0a', 'hex')),
  'starttls-injection': injectIntoStartTls,
  'handshake-stalled': (socket) => answerStartTls(socket, '220 2.0.0 Ready'),
  'starttls-refused': (socket) => answerStartTls(socket, '454 4.7.0 TLS not available for now'),
};

function trickleGreeting(socket: Socket): void {
  socket.resume().write('220 ');
  const timer = setInterval(() => socket.write('x'), 20);
  socket.once('close', () => clearInterval(timer));
}

function repeatBannerLine(socket: Socket): void {
  const line = `220-${'banner '.repeat(100)}\r\n`;
  const write = (): void => {
    while (!socket.destroyed && socket.write(line)) continue;
  };
  socket.resume().on('drain', write);
  write();
}

function answerStartTls(socket: Socket, answer: string): void {
  socket.write('220 fake.test ESMTP\r\n');
  readLines(socket, (line) => {
    if (/^EHLO/i.test(line)) socket.write('250-fake.test\r\n250 STARTTLS\r\n');
    if (/^STARTTLS$/i.test(line)) socket.write(`${answer}\r\n`);
  });
}

/** RFC 3207 §6: what came before the handshake must be forgotten. This server puts its answer to EHLO there. */
function injectIntoStartTls(socket: Socket, tools: RawSessionTools): void {
  socket.write('220 fake.test ESMTP\r\n');
  const stopReading = readLines(socket, (line) => {
    if (!/^STARTTLS$/i.test(line)) {
      socket.write('250-fake.test\r\n250 STARTTLS\r\n');
      return;
    }
    stopReading();
    socket.write('220 2.0.0 Ready\r\n250-fake.test\r\n250 AUTH LOGIN\r\n');
    takeMail(new TLSSocket(socket, { isServer: true, ...tools.certificate }), tools);
  });
}

/** The encrypted rest of the session: announces AUTH PLAIN only, and takes mail. */
function takeMail(socket: Socket, { mailbox, recordLogin }: RawSessionTools): void {
  const envelope = { from: '', to: [] as string[] };
  let message: string[] | undefined;
  const finish = (lines: readonly string[]): void => {
    const source = Buffer.from(`${lines.join('\r\n')}\r\n`, 'latin1');
    void mailbox
      .add(source, { envelope, secure: true, user: undefined })
      .then(() => socket.write('250 2.0.0 Queued\r\n'));
  };
  const answers: Record<string, (line: string) => string> = {
    EHLO: () => '250-fake.test\r\n250 AUTH PLAIN',
    AUTH: (line) => {
      const [, method = '', initial = ''] = line.split(' ');
      const [, user = ''] = Buffer.from(initial, 'base64').toString().split('\0');
      recordLogin({ user, method, secure: true });
      return method === 'PLAIN' ? '235 2.7.0 Accepted' : '504 5.5.4 Unrecognized authentication type';
    },
    MAIL: (line) => {
      envelope.from = address(line);
      return '250 2.1.0 Ok';
    },
    RCPT: (line) => {
      envelope.to.push(address(line));
      return '250 2.1.5 Ok';
    },
    DATA: () => {
      message = [];
      return '354 End with a dot';
    },
    QUIT: () => '221 2.0.0 Bye',
  };
  readLines(socket, (line) => {
    if (!message) {
      const answer = answers[line.slice(0, 4).toUpperCase()];
      socket.write(`${answer ? answer(line) : '250 2.0.0 Ok'}\r\n`);
    } else if (line === '.') {
      finish(message);
      message = undefined;
    } else {
      message.push(line.replace(/^\./, ''));
    }
  });
}

function address(command: string): string {
  return /<([^>]*)>/.exec(command)?.[1] ?? '';
}

function readLines(socket: Socket, onLine: (line: string) => void): () => void {
  let rest = '';
  let reading = true;
  const onData = (chunk: Buffer): void => {
    const lines = (rest + chunk.toString('latin1')).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (reading) onLine(line);
  };
  socket.on('data', onData).on('error', () => socket.destroy());
  return () => {
    reading = false;
    socket.removeListener('data', onData);
  };
}
