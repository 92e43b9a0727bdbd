import type { HostContext } from '../context.ts';
import { type CodeRequest, type MessageConnectors, sendCode, type SentCode } from './send-code.ts';
import { type CodeSettings, codeSettings } from './settings.ts';
import { type CodeAttempt, type Verification, verifyCode } from './verify-code.ts';

/**
 * Verification codes over the active e-mail and SMS connectors. Accounts are never looked at: what is answered is the
 * same whether there is one or not.
 */
export interface Codes {
  /**
   * Sends a code. It replaces the session's earlier code for the same purpose.
   *
   * @throws `invalid_request`; `too_many_requests` with the seconds to wait; `connector_not_found`, `connector_broken`;
   *   what the connector's `sendMessage` throws (`recipient_refused`, `delivery_failed`, `provider_unavailable`, …):
   *   then the code was not handed over and is not good. `delivery_unknown` is no error here: see {@link SentCode}
   */
  send(request: CodeRequest): Promise<SentCode>;
  /**
   * Tries a code. One right try, or as many wrong ones as the settings say, use it up.
   *
   * @throws `invalid_request`, `recipient_refused` when `to` is no address
   */
  verify(attempt: CodeAttempt): Promise<Verification>;
}

/** @throws `invalid_request` naming every wrong setting */
export function createCodes(
  context: HostContext,
  connectors: MessageConnectors,
  changes: Partial<CodeSettings> = {},
): Codes {
  const settings = codeSettings(changes);
  return {
    send: (request) => sendCode(context, connectors, settings, request),
    verify: (attempt) => verifyCode(context, settings, attempt),
  };
}
