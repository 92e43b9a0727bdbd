import type { EgressResponse, Runtime } from '@jackfield/connector-kit';
import type { ParsedSpecimenConfig } from './config.ts';
import { paths } from './endpoints.ts';

/**
 * Calls the API of Specimen.
 *
 * @param message what is posted; without one, the account is asked for, and nothing is sent
 */
export async function callApi(
  { egress }: Runtime,
  { apiKey, baseUrl }: ParsedSpecimenConfig,
  message?: object,
): Promise<EgressResponse> {
  const headers = { accept: 'application/json', authorization: `Bearer ${apiKey}`, 'user-agent': 'jackfield' };
  if (message === undefined) return egress.request({ url: `${baseUrl}${paths.account}`, headers });
  return egress.request({
    url: `${baseUrl}${paths.messages}`,
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(message),
  });
}
