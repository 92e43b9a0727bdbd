import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { issueCertificates } from '../tls.ts';
import {
  type FakeSmtpServer,
  type SmtpServerOptions,
  type SmtpVariant,
  smtpVariants,
  startSmtpServer,
} from './index.ts';

const certificates = issueCertificates();
const auth = `AUTH PLAIN ${Buffer.from('\0mailer\0correct-horse').toString('base64')}`;
const mail = ['MAIL FROM:<a@a.test>', 'RCPT TO:<b@b.test>', 'DATA', 'Subject: Hello\r\n\r\nBody\r\n.'];

test.each(['none', 'starttls', 'implicit-tls'] as const)('takes a mail over %s', async (security) => {
  const server = await start({ security });
  const client = await Client.open(server, security);
  expect(await client.say('EHLO client.test', ...mail.slice(0, 1))).toEqual([250, 530]);
  expect(await client.say(auth, ...mail, 'QUIT')).toEqual([235, 250, 250, 354, 250, 221]);
  expect(await server.nextMail()).toMatchObject({
    subject: 'Hello',
    text: 'Body\n',
    envelope: { from: 'a@a.test', to: ['b@b.test'] },
    secure: security !== 'none',
    user: 'mailer',
  });
  expect(server.logins).toEqual([{ user: 'mailer', method: 'PLAIN', secure: security !== 'none' }]);
});

test('hands each mail to one caller, in order, and waits for the next', async () => {
  const server = await start({ authentication: 'none' });
  const client = await Client.open(server, 'none');
  await client.say('EHLO client.test', ...mail);
  const [first, second] = [server.nextMail(), server.nextMail()];
  await client.say(...mail);
  expect(await first).toBe(server.mails[0]);
  expect(await second).toBe(server.mails[1]);
  await expect(server.nextMail(20)).rejects.toThrow('No mail arrived');
});

test('counts connections', async () => {
  const server = await start();
  const clients = [await Client.open(server, 'none'), await Client.open(server, 'none')];
  expect(server.connections).toMatchObject({ total: 2, current: 2, peak: 2 });
  await clients[0]?.say('QUIT');
  await expect.poll(() => server.connections.current).toBe(1);
  server.dropConnections();
  await expect.poll(() => server.connections.current).toBe(0);
  await Client.open(server, 'none');
  expect(server.connections).toMatchObject({ total: 3, current: 1, peak: 2 });
});

test('forgets everything at a reset', async () => {
  const server = await start({ authentication: 'none' });
  server.use('greylisting');
  const client = await Client.open(server, 'none');
  expect(await client.say('EHLO client.test', mail[0] ?? '', mail[1] ?? '', ...mail.slice(1))).toEqual([
    250, 250, 451, 250, 354, 250,
  ]);
  server.reset();
  expect(server.mails).toEqual([]);
  server.use('greylisting');
  expect(await client.say(...mail.slice(0, 2))).toEqual([250, 451]);
});

const replies: [SmtpVariant, number[]][] = [
  ['honest', [250, 235, 250, 250, 354, 250]],
  ['wrong-credentials', [250, 535]],
  ['temporary-auth-failure', [250, 454]],
  ['echoing-refusal', [250, 535]],
  ['sender-refused', [250, 235, 553]],
  ['rate-limited-closing', [250, 235, 421]],
  ['recipient-refused', [250, 235, 250, 550]],
  ['recipient-moved', [250, 235, 250, 551]],
  ['recipient-relay-denied', [250, 235, 250, 550]],
  ['mailbox-full', [250, 235, 250, 552]],
  ['mailbox-full-for-now', [250, 235, 250, 452]],
  ['greylisting', [250, 235, 250, 451]],
  ['rate-limited', [250, 235, 250, 450]],
  ['message-refused', [250, 235, 250, 250, 354, 554]],
  ['message-refused-for-now', [250, 235, 250, 250, 354, 451]],
  ['echoing-message-refusal', [250, 235, 250, 250, 354, 554]],
  ['drop-on-recipient', [250, 235, 250, 0]],
  ['drop-before-data', [250, 235, 250, 250, 0]],
  ['drop-after-data', [250, 235, 250, 250, 354, 0]],
  ['drop-after-each-mail', [250, 235, 250, 250, 354, 250]],
];

test.each(replies)('%s answers %j', async (variant, codes) => {
  const server = await start();
  server.use(variant);
  const client = await Client.open(server, 'none');
  const commands = ['EHLO client.test', auth, ...mail];
  expect(await client.say(...commands.slice(0, codes.length))).toEqual(codes);
});

test.each([
  ['too-many-connections', /^421 /],
  ['drop-after-connect', /^$/],
  ['endless-banner', /^220-banner/],
  ['huge-reply', /^220 x{1000}/],
  ['binary-reply', /^\xFF\0/],
  ['slow-greeting', /^220 x/],
] as const)('%s greets as it says', async (variant, greeting) => {
  const server = await start();
  server.use(variant);
  const socket = connect(server.port, server.host);
  onTestFinished(() => void socket.destroy());
  let received = '';
  socket.on('data', (chunk: Buffer) => {
    if (received.length < 2_000) received += chunk.toString('latin1');
  });
  socket.on('error', () => undefined);
  await expect.poll(() => received.length > 4 || socket.destroyed).toBe(true);
  expect(received).toMatch(greeting);
});

test.each([
  ['certificate-expired', 'CERT_HAS_EXPIRED'],
  ['certificate-self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ['certificate-wrong-host', 'ERR_TLS_CERT_ALTNAME_INVALID'],
] as const)('%s is refused by a client that looks', async (variant, code) => {
  const server = await start({ security: 'implicit-tls' });
  server.use(variant);
  const socket = connectTls({ port: server.port, host: server.host, servername: 'localhost', ca: server.ca });
  const [error] = await once(socket, 'error').catch((thrown: unknown) => [thrown]);
  expect(error).toMatchObject({ code });
});

test.each([
  ['honest', true, true],
  ['starttls-not-offered', false, true],
  ['auth-not-offered', true, false],
  ['handshake-stalled', true, false],
] as const)('%s announces STARTTLS: %s, AUTH: %s', async (variant, hasStartTls, hasAuth) => {
  const server = await start();
  server.use(variant);
  const client = await Client.open(server, 'none');
  await client.say('EHLO client.test');
  expect([/STARTTLS/.test(client.lastReply), /AUTH/.test(client.lastReply)]).toEqual([hasStartTls, hasAuth]);
});

test('says of every variant what it does', () => {
  for (const description of Object.values(smtpVariants)) expect(description).toMatch(/^[A-Z].*\.$|: .*\.$/);
});

async function start(options: SmtpServerOptions = {}): Promise<FakeSmtpServer> {
  const server = await startSmtpServer({ certificates: await certificates, ...options });
  onTestFinished(() => server.close());
  return server;
}

/** A mail client that waits for each reply. */
class Client {
  lastReply = '';
  #received = '';
  #wake = (): void => undefined;
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#received += chunk.toString('latin1');
      this.#wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => this.#wake());
    onTestFinished(() => void socket.destroy());
  }

  static async open(
    { port, host, ca }: FakeSmtpServer,
    security: 'none' | 'starttls' | 'implicit-tls',
  ): Promise<Client> {
    const tls = { ca, servername: 'localhost' };
    if (security === 'implicit-tls') {
      const client = new Client(connectTls({ port, host, ...tls }));
      await client.#reply();
      return client;
    }
    const plain = connect(port, host);
    const client = new Client(plain);
    await client.#reply();
    if (security === 'none') return client;
    await client.say('EHLO client.test', 'STARTTLS');
    plain.removeAllListeners('data');
    const secure = connectTls({ socket: plain, ...tls });
    await once(secure, 'secureConnect');
    return new Client(secure);
  }

  /** The code of the reply to each line; 0 for a connection that is closed instead. */
  async say(...lines: readonly string[]): Promise<number[]> {
    const codes: number[] = [];
    for (const line of lines) {
      this.#socket.write(`${line}\r\n`);
      codes.push(await this.#reply());
    }
    return codes;
  }

  async #reply(): Promise<number> {
    const whole = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/;
    while (!whole.test(this.#received) && !this.#socket.destroyed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.lastReply = whole.exec(this.#received)?.[0] ?? '';
    this.#received = this.#received.slice(this.lastReply.length);
    return Number(this.lastReply.slice(0, 3));
  }
}
