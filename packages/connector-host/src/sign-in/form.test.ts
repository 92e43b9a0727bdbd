import { expect, test } from 'vitest';
import { readForm } from './form.ts';

const type = 'application/x-www-form-urlencoded';

/** A form that comes in parts of 1,000 characters, without saying how long it is. */
function formOf(parts: number): { request: Request; sent: () => number } {
  let sent = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (sent === parts) return controller.close();
        sent += 1;
        controller.enqueue(new TextEncoder().encode('x'.repeat(1000)));
      },
    },
    { highWaterMark: 0 },
  );
  const init = { method: 'POST', body, headers: { 'content-type': type }, duplex: 'half' as const };
  return { request: new Request('http://127.0.0.1', init), sent: () => sent };
}

test('reads a form', async () => {
  const body = 'state=a%20b&code=%C3%A9';
  const request = new Request('http://127.0.0.1', { method: 'POST', body, headers: { 'content-type': type } });
  expect([...(await readForm(request))]).toEqual([
    ['state', 'a b'],
    ['code', 'é'],
  ]);
  expect([...(await readForm(formOf(32).request)).keys()][0]).toHaveLength(32_000);
});

test('attack: a form of gigantic size is not read to its end', async () => {
  const { request, sent } = formOf(1000);
  await expect(readForm(request)).rejects.toMatchObject({ code: 'invalid_request', hint: 'The form is too long.' });
  expect(sent()).toBeLessThan(40);
});
