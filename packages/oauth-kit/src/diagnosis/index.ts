import type { DiagnosticStep } from '@jackfield/connector-kit';
import type { DiscoveryDocument } from '../discovery-document.ts';
import { resolveServer, type Server } from '../server.ts';
import type { OAuthClient } from '../settings.ts';
import { examineClient, examineMethod } from './client-authentication.ts';
import { examineClock, examineDocument, examineEndpoints, fetchDiscovery } from './discovery.ts';
import { examineAlgorithms, examineKeys } from './keys.ts';
import { examineIssuerParameter, examineNonce, examinePkce, examineProxy, examineScope } from './settings.ts';
import { runStep, skipped } from './step.ts';

/**
 * Examines the way to the provider and the client's registration there. Signs nobody in, and never throws. Steps:
 * `discovery`, `clock`, `endpoints`, `keys`, `algorithms`, `scope`, `pkce`, `nonce`, `issuer-parameter`, `proxy`,
 * `authentication-method`, `client-authentication`.
 */
export async function* diagnoseClient(client: OAuthClient): AsyncGenerator<DiagnosticStep, void, undefined> {
  const { openid } = client.settings;
  const document = yield* discovery(client);
  let server: Server | undefined;
  const endpoints = await runStep('endpoints', 'Endpoints', async () => {
    server = await resolveServer(client);
    return examineEndpoints(client, server);
  });
  yield endpoints;
  const known = server;
  const found = document === 'static' ? undefined : document;
  if (openid) {
    yield known?.jwks_uri === undefined
      ? skipped('keys', 'Keys', 'Endpoints')
      : await runStep('keys', 'Keys', async () => examineKeys(client, known.jwks_uri ?? ''));
    yield known
      ? await runStep('algorithms', 'Signature algorithms', () => examineAlgorithms(client, known))
      : skipped('algorithms', 'Signature algorithms', 'Endpoints');
  }
  yield await runStep('scope', 'Scope', () => examineScope(client, found));
  yield await runStep('pkce', 'PKCE', () => examinePkce(client, found));
  if (openid) yield await runStep('nonce', 'Nonce', () => examineNonce(client));
  if (known)
    yield await runStep('issuer-parameter', 'Issuer in callbacks', () => examineIssuerParameter(client, known));
  yield await runStep('proxy', 'Outbound connections', () => examineProxy(client));
  yield await runStep('authentication-method', 'Client authentication method', () => examineMethod(client, found));
  yield known && endpoints.status === 'pass'
    ? await runStep('client-authentication', 'Client credentials', async () => examineClient(client, known))
    : skipped('client-authentication', 'Client credentials', 'Endpoints');
}

/** The steps on the discovery document; returns it where it was found. */
async function* discovery(
  client: OAuthClient,
): AsyncGenerator<DiagnosticStep, DiscoveryDocument | 'static' | undefined, undefined> {
  const { server: source } = client.settings;
  if (source.kind === 'static') return 'static';
  let document: DiscoveryDocument | undefined;
  let headers: Readonly<Record<string, string>> | undefined;
  yield await runStep('discovery', 'Discovery document', async () => {
    const answer = await fetchDiscovery(client, source.issuer);
    ({ headers } = answer);
    const examined = examineDocument(client, source.issuer, answer);
    ({ document } = examined);
    return examined.finding;
  });
  const received = headers;
  yield received
    ? await runStep('clock', 'Clocks', () => examineClock(client, { headers: received }))
    : skipped('clock', 'Clocks', 'Discovery document');
  return document;
}
