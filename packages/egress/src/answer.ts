import type { ConnectorError, EgressResponse } from '@jackfield/connector-kit';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { decoderFor } from './content-encoding.ts';
import { badResponse, exchangeFailed, type Subject } from './failures.ts';

/** How an answer is read. */
export interface AnswerOptions {
  readonly subject: Subject;
  /** Bytes of body accepted after decompression. */
  readonly maxBytes: number;
  readonly done: (response: EgressResponse) => void;
  readonly fail: (error: ConnectorError) => void;
}

/** Reads an answer to its end, without building streams unless it is compressed. Calls `done` or `fail`. */
export function readAnswer(message: IncomingMessage, { subject, maxBytes, done, fail }: AnswerOptions): void {
  const status = message.statusCode ?? 0;
  const headers = joinHeaders(message.rawHeaders);
  message.on('error', (error) => fail(exchangeFailed(error, subject)));
  if (isRedirect(status)) {
    fail(
      badResponse(
        subject,
        `answered with a redirect (${status}), which is never followed. Configure the final URL`,
        status,
      ),
    );
    return;
  }
  const tooLarge = () => fail(badResponse(subject, `sent more than the ${maxBytes} bytes that are accepted`, status));
  if (Number(headers['content-length'] ?? 0) > maxBytes && subject.method !== 'HEAD') {
    tooLarge();
    return;
  }
  const decoder = hasBody(subject.method, status) ? decoderFor(headers['content-encoding']) : undefined;
  if (decoder === 'unknown') {
    fail(badResponse(subject, 'sent a content encoding that is not supported', status));
    return;
  }
  decoder?.on('error', () => fail(badResponse(subject, 'sent a body that cannot be decompressed', status)));
  collect(decoder === undefined ? message : message.pipe(decoder), maxBytes, tooLarge, (body) =>
    done({ status, headers, body }),
  );
}

/** 304 answers a conditional request; every other 3xx points elsewhere. */
function isRedirect(status: number): boolean {
  return status >= 300 && status < 400 && status !== 304;
}

function hasBody(method: string, status: number): boolean {
  return method !== 'HEAD' && status !== 204 && status !== 304;
}

function collect(stream: Readable, maxBytes: number, tooLarge: () => void, done: (body: Uint8Array) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  stream.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= maxBytes) chunks.push(chunk);
    else {
      stream.destroy();
      tooLarge();
    }
  });
  stream.on('end', () => {
    const [first = Buffer.alloc(0)] = chunks;
    done(chunks.length > 1 ? Buffer.concat(chunks, length) : first);
  });
}

/** Lower-case names; repeated headers joined by a comma, also those of which Node would keep the first only. */
function joinHeaders(rawHeaders: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = Object.create(null);
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const value = rawHeaders[index + 1] ?? '';
    const earlier = headers[name];
    headers[name] = earlier === undefined ? value : `${earlier}, ${value}`;
  }
  return headers;
}
