import { expect, test } from 'vitest';
import { createPage } from './page.ts';

const nothing = { session: undefined, mails: [], languages: '' };
const hostile = `"><script>alert('x')</script>`;

test('attack: HTML in what the provider says of a person, in mails and in errors', async () => {
  const page = await createPage();
  const person = {
    issuer: hostile,
    id: hostile,
    name: hostile,
    email: hostile,
    unverifiedEmail: hostile,
    avatar: hostile,
    confirmed: new Set([hostile]),
  };
  const html = String(
    await page({
      session: { id: 'one', person, code: { address: hostile, state: 'wrong' } },
      mails: [{ from: hostile, to: hostile, subject: hostile, text: hostile, html: hostile }],
      languages: hostile,
      problem: { message: hostile, hint: hostile },
      address: hostile,
    }),
  );
  expect(html).not.toContain('<script');
  expect(html).not.toContain(hostile);
  expect(html.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(10);
});

test('each connector shows a logo for light and for dark pages', async () => {
  const html = String(await (await createPage())(nothing));
  const logos = [...html.matchAll(/<source\s+srcset="(data:image\/[^"]+)"[^>]*\(prefers-color-scheme: dark\)/g)];
  const images = [...html.matchAll(/<img\s+src="(data:image\/[^"]+)"/g)];
  expect(logos).toHaveLength(2);
  expect(images).toHaveLength(2);
  expect(logos.map(([, dark]) => dark)).not.toEqual(images.map(([, light]) => light));
});

test('only the newest mails are shown, the newest first', async () => {
  const page = await createPage();
  const mails = Array.from({ length: 12 }, (_, number) => ({ from: '', to: '', subject: `mail ${number}`, text: '' }));
  const html = String(await page({ ...nothing, mails }));
  const subjects = [...html.matchAll(/<h3[^>]*>([^<]*)/g)].map(([, subject]) => subject);
  expect(subjects).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((number) => `mail ${number}`));
});
