import type { IncomingHttpHeaders } from 'node:http';
import { HostError } from '../host-error.ts';

/**
 * Refuses a body that is longer than `limit` bytes: at once when its length was announced, else as soon as it has become
 * too long, where reading it fails.
 *
 * @throws `content_too_large`
 */
export function limitBody(request: Request, headers: IncomingHttpHeaders, limit: number): Request {
  if (Number(headers['content-length'] ?? 0) > limit) throw tooLarge(limit);
  if (headers['transfer-encoding'] === undefined || request.body === null) return request;
  let length = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(part, controller) {
      length += part.byteLength;
      if (length > limit) throw tooLarge(limit);
      controller.enqueue(part);
    },
  });
  const { method, signal, url, headers: own } = request;
  const stream = request.body.pipeThrough(counted);
  // `duplex` is a part of Fetch that not every declaration of `RequestInit` has.
  const init: RequestInit & { duplex: 'half' } = { method, headers: own, signal, body: stream, duplex: 'half' };
  return new Request(url, init);
}

/**
 * Keeps what a body throws while it is sent from the client: `onBroken` gets it, and cuts the connection, so that the
 * client sees that something is missing. What happens after the client has gone is nobody's business.
 */
export function guardBody(response: Response, onBroken: (error: unknown) => void): Response {
  if (response.body === null) return response;
  const reader = response.body.getReader();
  let isGone = false;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (isGone) return;
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        if (isGone) return;
        onBroken(error);
        controller.close();
      }
    },
    cancel(reason) {
      isGone = true;
      return reader.cancel(reason);
    },
  });
  return new Response(body, response);
}

function tooLarge(limit: number): HostError {
  return new HostError('content_too_large', { hint: `At most ${Math.floor(limit / 1024)} KiB are read.` });
}
