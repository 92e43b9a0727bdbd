import { randomBytes } from 'node:crypto';
import type { Runtime } from '@jackfield/connector-kit';
import { type GithubServer, startGithub } from '@jackfield/connector-test-kit/github';
import { type FakeLogto, startLogto } from '@jackfield/connector-test-kit/logto';
import { type OAuthProvider, startOAuthProvider } from '@jackfield/connector-test-kit/oauth';
import { type OidcProvider, startOidcProvider } from '@jackfield/connector-test-kit/oidc';
import { type FakeTwilio, startTwilio } from '@jackfield/connector-test-kit/sms';
import { type FakeSmtpServer, startSmtpServer } from '@jackfield/connector-test-kit/smtp';
import { createRuntime } from '@jackfield/egress';
import { demoPeople } from '@jackfield/example-app/demo-people';
import { connectorIds } from './connector-ids.ts';
import { type Ports, startNear } from './ports.ts';

/** Everything that the connectors speak to, on 127.0.0.1. */
export interface World {
  readonly provider: OidcProvider;
  readonly oauth: OAuthProvider;
  readonly github: GithubServer;
  readonly mailServer: FakeSmtpServer;
  /** A second one, to change over to. */
  readonly otherMailServer: FakeSmtpServer;
  readonly twilio: FakeTwilio;
  readonly logto: FakeLogto;
  /** Reaches all of them, and nothing of this machine besides. */
  readonly egress: { readonly privateHosts: readonly string[]; readonly proxy: string; readonly ca: string };
  /** With the same policy. */
  readonly runtime: Runtime;
  close(): Promise<void>;
}

/**
 * @param origin where browsers reach the host
 * @param ports of the identity providers, while they are free
 */
export async function startWorld(origin: string, ports: Ports): Promise<World> {
  const opened: { close(): Promise<void> }[] = [];
  const open = async <Opened extends { close(): Promise<void> }>(opening: Promise<Opened>): Promise<Opened> => {
    const one = await opening;
    opened.push(one);
    return one;
  };
  const close = async (): Promise<void> => {
    for (const one of opened.splice(0).toReversed()) await one.close();
  };
  const client = {
    client_name: 'Jackfield demo',
    redirect_uris: [`${origin}/callback/${connectorIds.oidc}`],
    post_logout_redirect_uris: [`${origin}/`],
  };
  try {
    const provider = await open(
      startNear(ports.provider, (port) => startOidcProvider({ port, people: demoPeople(origin), clients: [client] })),
    );
    const oauth = await open(startNear(ports.oauth, (port) => startOAuthProvider({ port })));
    const github = await open(startNear(ports.github, (port) => startGithub({ port })));
    const mailServer = await open(startSmtpServer());
    const otherMailServer = await open(startSmtpServer({ user: 'other-mailer', password: newPassword() }));
    const twilio = await open(startTwilio());
    const logto = await open(startLogto());
    const hosts = [provider.issuer, oauth.origin, github.enterpriseUrl, logto.baseUrl].map((url) => new URL(url).host);
    const mailHosts = [mailServer, otherMailServer].map(({ host, port }) => `${host}:${port}`);
    const egress = { privateHosts: [...hosts, ...mailHosts], proxy: twilio.proxy, ca: twilio.ca };
    const runtime = createRuntime({ egress });
    opened.push(runtime);
    return { provider, oauth, github, mailServer, otherMailServer, twilio, logto, egress, runtime, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Where the identity providers are. */
export function portsOf({ provider, oauth, github }: World): Ports {
  return { provider: portOf(provider.issuer), oauth: portOf(oauth.origin), github: portOf(github.enterpriseUrl) };
}

const portOf = (url: string): number => Number(new URL(url).port);

function newPassword(): string {
  return randomBytes(18).toString('base64url');
}
