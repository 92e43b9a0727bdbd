import type { EmailConnector, Message, Runtime } from '@jackfield/connector-kit';
import { type FakeSmtpServer, type SmtpServerOptions, startSmtpServer } from '@jackfield/connector-test-kit/smtp';
import { issueCertificates } from '@jackfield/connector-test-kit/tls';
import { createRuntime, type RuntimeOptions } from '@jackfield/egress';
import { onTestFinished } from 'vitest';
import { createSmtpEmail, type SmtpEmailConfig } from '../index.ts';

/** One authority and its certificates for every test of a file. */
const certificates = issueCertificates();

/** A mail server that is closed when the test ends. */
export async function testServer(options: SmtpServerOptions = {}): Promise<FakeSmtpServer> {
  const server = await startSmtpServer({ certificates: await certificates, ...options });
  onTestFinished(() => server.close());
  return server;
}

/** A runtime that may reach this machine, and is closed when the test ends. */
export function testRuntime(options: RuntimeOptions = {}): Runtime {
  const runtime = createRuntime({ egress: { privateHosts: ['127.0.0.1', 'localhost'] }, ...options });
  onTestFinished(() => runtime.close());
  return runtime;
}

/** A configuration that fits the server. */
export function configFor(server: FakeSmtpServer, changes: Partial<SmtpEmailConfig> = {}): SmtpEmailConfig {
  return {
    host: 'localhost',
    port: server.port,
    ca: server.ca,
    auth: { kind: 'login', user: server.user, password: server.password },
    from: { address: 'no-reply@example.com', name: 'Example' },
    ...changes,
  };
}

/** A connector for the server, with a runtime of its own. */
export function connectorFor(
  server: FakeSmtpServer,
  changes: Partial<SmtpEmailConfig> = {},
  runtime = testRuntime(),
): Promise<EmailConnector> {
  return createSmtpEmail({ config: configFor(server, changes), runtime });
}

/** A message that every server takes. */
export function message(changes: Partial<Message> = {}): Message {
  return { to: 'ada@example.org', type: 'SignIn', payload: { code: '482913' }, ...changes };
}
