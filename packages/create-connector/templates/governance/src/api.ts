import { ConnectorError, type ConnectorErrorCode, type EgressResponse, type Runtime } from '@jackfield/connector-kit';
import { parseJson, retryAfterSeconds } from '@jackfield/egress';
import type { ParsedSpecimenConfig } from './config.ts';
import { type ListName, listPaths, pageSize } from './endpoints.ts';
import { type Records, readPage } from './records.ts';
import { refusalGuard } from './responses.ts';

/** One page of a list. */
export interface ListPage {
  readonly records: Records;
  /** How many entries the page has. */
  readonly items: number;
  /** How many entries the whole list has, as Specimen says. */
  readonly total: number;
}

type Meaning = readonly [code: ConnectorErrorCode, hint: string];

/**
 * Asks for one page of a list; the first is 1.
 *
 * @throws `invalid_config` for a key that is refused, `rate_limit_exceeded`, `provider_unavailable`, `invalid_response`,
 *   and what egress throws
 */
export async function fetchPage(
  { egress, clock }: Runtime,
  { apiKey, baseUrl }: ParsedSpecimenConfig,
  { list, page, signal }: { list: ListName; page: number; signal?: AbortSignal | undefined },
): Promise<ListPage> {
  const answer = await egress.request({
    url: `${baseUrl}${listPaths[list]}?page=${page}&per_page=${pageSize}`,
    headers: { accept: 'application/json', authorization: `Bearer ${apiKey}`, 'user-agent': 'jackfield' },
    ...(signal && { signal }),
  });
  if (answer.status !== 200) throw refusalError(answer, apiKey, clock.now());
  const read = readPage(list, jsonOf(answer.body));
  if (read !== undefined) return read;
  throw new ConnectorError('invalid_response', {
    hint: `Specimen did not answer with a page of ${listPaths[list]}. Check baseUrl.`,
    cause: { status: answer.status, origin: new URL(baseUrl).origin },
  });
}

function meaningOf(status: number): Meaning {
  if (status === 401 || status === 403) {
    return ['invalid_config', 'Specimen does not accept apiKey. Make a new key, with the right to read everything.'];
  }
  if (status === 429) return ['rate_limit_exceeded', 'Specimen answers no more for now. Wait, then sync again.'];
  if (status >= 500) return ['provider_unavailable', 'Specimen is not available. Sync again later.'];
  return ['invalid_response', 'Specimen refuses the request; its own words are in "details". Check baseUrl.'];
}

function refusalError({ status, headers, body }: EgressResponse, apiKey: string, now: number): ConnectorError {
  const [code, hint] = meaningOf(status);
  const { data } = refusalGuard.safeParse(jsonOf(body));
  const { code: providerCode, message: providerDescription } = data?.error ?? {};
  const retryAfter = retryAfterSeconds(headers['retry-after'], now);
  const isLater = code === 'rate_limit_exceeded' || code === 'provider_unavailable';
  return new ConnectorError(code, {
    hint,
    secrets: [apiKey],
    cause: { name: 'SpecimenError', status },
    details: {
      ...(providerCode !== undefined && { providerCode }),
      ...(providerDescription !== undefined && { providerDescription }),
    },
    ...(isLater && retryAfter !== undefined && { retryAfter }),
  });
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return parseJson(body);
  } catch {
    return undefined;
  }
}
