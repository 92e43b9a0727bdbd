import type { Attributes } from '@opentelemetry/api';

const knownMethods = new Set(['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'QUERY', 'TRACE']);

/** `http.request.method` of OpenTelemetry's conventions: a method that anybody could make up is `_OTHER`. */
export function httpMethod(method: string): string {
  const name = method.toUpperCase();
  return knownMethods.has(name) ? name : '_OTHER';
}

/** Of the place that a request is sent to, and no more: paths and queries may hold tokens. */
export function clientAttributes(method: string, url: URL | null): Attributes {
  return {
    'http.request.method': httpMethod(method),
    ...(url !== null && {
      'server.address': url.hostname,
      'server.port': Number(url.port) || (url.protocol === 'http:' ? 80 : 443),
    }),
  };
}

/** Of an answer; from 400 on, it counts as an error of the request. */
export function statusAttributes(status: number | undefined): Attributes {
  if (status === undefined) return {};
  return { 'http.response.status_code': status, ...(status >= 400 && { 'error.type': String(status) }) };
}
