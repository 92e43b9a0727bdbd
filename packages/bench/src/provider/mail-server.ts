import { once } from 'node:events';
import { createServer, type TLSSocket } from 'node:tls';
import type { ServerCertificate } from '@jackfield/connector-test-kit/tls';
import type { Counter } from './counter.ts';
import { listen } from './web-server.ts';

const replies: Readonly<Record<string, string>> = {
  EHLO: '250-mail.example.test\r\n250-AUTH PLAIN LOGIN\r\n250-8BITMIME\r\n250-ENHANCEDSTATUSCODES\r\n250 SIZE 52428800',
  AUTH: '235 2.7.0 Accepted',
  MAIL: '250 2.1.0 OK',
  RCPT: '250 2.1.5 OK',
  DATA: '354 Go ahead',
  RSET: '250 2.0.0 OK',
  NOOP: '250 2.0.0 OK',
};

const endOfMail = Buffer.from('\r\n.\r\n');

export interface MailServer {
  readonly port: number;
  close(): Promise<void>;
}

/** A mail server over implicit TLS that takes everything at once and keeps nothing. */
export async function startMailServer(certificate: ServerCertificate, counter: Counter): Promise<MailServer> {
  const sockets = new Set<TLSSocket>();
  const server = createServer({ key: certificate.key, cert: certificate.cert }, (socket) => {
    counter.mailConnections += 1;
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    converse(socket, counter);
  });
  const port = await listen(server);
  return {
    port,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

/** One command or one mail at a time: clients that pipeline are not expected. */
function converse(socket: TLSSocket, counter: Counter): void {
  let received: Buffer = Buffer.alloc(0);
  let takesMail = false;
  socket.setNoDelay(true).write('220 mail.example.test ESMTP\r\n');
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    if (!received.subarray(-endOfMail.length).equals(endOfMail) && (takesMail || received.at(-1) !== 0x0a)) return;
    if (takesMail) {
      takesMail = false;
      counter.mails += 1;
      socket.write('250 2.0.0 Queued as 18151210\r\n');
    } else {
      const verb = received.subarray(0, 4).toString('latin1').toUpperCase();
      takesMail = verb === 'DATA';
      if (verb === 'QUIT') socket.end('221 2.0.0 Bye\r\n');
      else socket.write(`${replies[verb] ?? '502 5.5.1 Unknown'}\r\n`);
    }
    received = Buffer.alloc(0);
  });
}
