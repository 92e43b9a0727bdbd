import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type RunningChromium, startChromium } from './testing/chromium.ts';
import { testDemo } from './testing/demo.ts';

let chromium: RunningChromium;
beforeAll(async () => {
  chromium = await startChromium();
}, 60_000);
afterAll(() => chromium?.close());

/** A page whose complaints are collected. */
async function openPage(options: { locale: string; colorScheme: 'light' | 'dark'; width?: number }) {
  const viewport = { width: options.width ?? 1200, height: 900 };
  const context = await chromium.browser.newContext({ ...options, viewport });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('requestfailed', (request) => complaints.push(`${request.url()} failed`));
  return { page, complaints };
}

const background = (page: Page) => page.evaluate('getComputedStyle(document.body).backgroundColor');
/** Whether the `<picture>` shows its own `<img>`, and not the source for dark pages. */
const showsLightLogo = (page: Page) =>
  page.evaluate("(({ src, currentSrc }) => src === currentSrc)(document.querySelector('#account picture img'))");
const avatarWidth = (page: Page) => page.evaluate("document.querySelector('.avatar img').naturalWidth");

const cases = [
  { locale: 'en-GB', colorScheme: 'light', mailer: 'SMTP e-mail', code: 'Your code', back: 'rgb(243, 244, 247)' },
  { locale: 'de-DE', colorScheme: 'dark', mailer: 'E-Mail über SMTP', code: 'Ihr Code', back: 'rgb(17, 20, 27)' },
] as const;

test.each(cases)('two clicks sign in, and a code is sent and confirmed ($locale, $colorScheme)', async (one) => {
  const demo = await testDemo();
  const { page, complaints } = await openPage(one);
  await page.goto(demo.origin);
  expect(await background(page)).toBe(one.back);
  expect(await showsLightLogo(page)).toBe(one.colorScheme === 'light');

  await page.getByRole('button', { name: 'Sign in with OpenID Connect' }).click();
  await page.getByRole('button', { name: 'Ada Lovelace' }).click();

  const account = page.getByRole('region', { name: 'Account' });
  await account.getByText('Ada Lovelace').waitFor();
  expect(page.url()).toBe(`${demo.origin}/#account`);
  expect(await avatarWidth(page)).toBeGreaterThan(0);

  const form = page.getByRole('region', { name: 'Confirm an address' });
  expect(await form.getByText(one.mailer, { exact: true }).isVisible()).toBe(true);
  expect(await form.getByLabel('E-mail address').inputValue()).toBe('ada@example.test');
  await form.getByRole('button', { name: 'Send code' }).click();

  const mail = page.getByRole('region', { name: 'Mailbox' }).getByRole('article');
  const text = (await mail.locator('pre').textContent()) ?? '';
  expect(text).toContain(one.code);
  const [code = ''] = /\b\d{6}\b/.exec(text) ?? [];
  await mail.getByText('Show as HTML').click();
  await page.frameLocator('iframe').getByText(code).waitFor();

  await form.getByLabel('Code', { exact: true }).fill(code);
  await form.getByRole('button', { name: 'Confirm' }).click();
  await form.getByRole('status').getByText('The address is confirmed').waitFor();
  await account.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign in with OpenID Connect' }).waitFor();
  expect(complaints).toEqual([]);
});

test('everything can be reached and done by keyboard', async () => {
  const demo = await testDemo();
  const { page } = await openPage({ locale: 'en', colorScheme: 'light' });
  await page.goto(demo.origin);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/interaction\//);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('Ada Lovelace').waitFor();
  await page.getByLabel('E-mail address').press('Enter');
  const code = page.getByLabel('Code', { exact: true });
  const text = (await page.locator('pre').textContent()) ?? '';
  await code.fill(/\b\d{6}\b/.exec(text)?.[0] ?? '');
  await code.press('Enter');
  await page.getByRole('status').getByText('The address is confirmed').waitFor();
});

test('every landmark, heading, field and button has a name', async () => {
  const demo = await testDemo();
  const { page } = await openPage({ locale: 'en', colorScheme: 'light' });
  await page.goto(demo.origin);
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  const outline = await page.locator('body').ariaSnapshot();
  for (const part of [
    '- banner:',
    '- main:',
    '- heading "Jackfield example" [level=1]',
    '- region "Account":',
    '- button "Sign in with OpenID Connect"',
    '- region "Confirm an address":',
    '- textbox "E-mail address"',
    '- button "Send code"',
    '- region "Mailbox":',
  ]) {
    expect(outline).toContain(part);
  }
});

test('a refusal is announced, and the page fits a narrow screen', async () => {
  const demo = await testDemo();
  const { page } = await openPage({ locale: 'en', colorScheme: 'dark', width: 320 });
  await page.goto(demo.origin);
  await page.getByLabel('E-mail address').fill('ada@localhost');
  await page.getByRole('button', { name: 'Send code' }).click();
  await page.getByRole('alert').getByText('domain name such as example.com').waitFor();
  expect(await page.title()).toMatch(/^Error: /);
  expect(await page.getByLabel('E-mail address').inputValue()).toBe('ada@localhost');
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
});
