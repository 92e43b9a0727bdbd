import { expect, test } from 'vitest';
import { askForCode, callbackOf, newVisitor, signIn, testDemo, wrongCode } from './testing/demo.ts';

test('a person signs in, confirms an address with a code, and signs out', async () => {
  const demo = await testDemo();
  const visitor = newVisitor(demo.origin);
  expect((await visitor.get('/')).body).toContain('No mail yet');

  expect(await signIn(demo, visitor)).toMatchObject({ status: 303, location: '/#account' });
  const signedIn = (await visitor.get('/')).body;
  expect(signedIn).toContain('Ada Lovelace');
  expect(signedIn).toMatch(/ada@example\.test\s+<span class="badge good">verified/);
  expect(signedIn).toContain(`<code>${demo.provider.issuer}</code>`);
  expect(signedIn).toContain('<code>ada-1815</code>');
  expect(signedIn).toContain(`${demo.origin}/portraits/ada-1815.svg`);
  expect(await visitor.get('/portraits/ada-1815.svg')).toMatchObject({ status: 200 });

  const code = await askForCode(demo, visitor, 'ada@example.test');
  expect((await visitor.get('/')).body).toMatch(/role="status">.*A code is on its way/s);
  expect(await visitor.post('/codes/verify', { code: wrongCode(code) })).toMatchObject({ location: '/#code' });
  expect((await visitor.get('/')).body).toContain('That code is not right');
  await visitor.post('/codes/verify', { code: `${code.slice(0, 3)} ${code.slice(3)}` });
  const confirmed = (await visitor.get('/')).body;
  expect(confirmed).toContain('The address is confirmed');
  expect(confirmed).toMatch(/Confirmed by code<\/dt>\s*<dd><div>ada@example\.test/);

  const { cookies } = newVisitor(demo.origin, visitor.cookies);
  expect(await visitor.post('/sign-out')).toMatchObject({ status: 303, location: '/' });
  expect((await visitor.get('/')).body).toContain('Sign in with');
  expect((await newVisitor(demo.origin, cookies).get('/')).body).not.toContain('Ada Lovelace');
});

test('what a person has confirmed is still known at the next sign-in', async () => {
  const demo = await testDemo();
  const visitor = newVisitor(demo.origin);
  await signIn(demo, visitor);
  await visitor.post('/codes/verify', { code: await askForCode(demo, visitor, 'ada@work.example') });
  await visitor.post('/sign-out');

  const elsewhere = newVisitor(demo.origin);
  await signIn(demo, elsewhere);
  expect((await elsewhere.get('/')).body).toContain('<div>ada@work.example</div>');
  await signIn(demo, elsewhere, 'grace-1906');
  expect((await elsewhere.get('/')).body).not.toContain('<div>ada@work.example</div>');
});

test('attack: an unverified e-mail is shown as such', async () => {
  const demo = await testDemo();
  const visitor = newVisitor(demo.origin);
  await signIn(demo, visitor, 'mallory-0000');
  const { body } = await visitor.get('/');
  expect(body).toMatch(/mallory@example\.test\s+<span class="badge">not verified/);
  expect(body).not.toContain('badge good');
});

test('the connectors speak the visitor’s language, on the page and in the mail', async () => {
  const demo = await testDemo();
  const visitor = newVisitor(demo.origin);
  const german = { 'accept-language': 'de-AT,de;q=0.9,en;q=0.8' };
  expect((await visitor.get('/', german)).body).toMatch(/<p lang="de"><strong>E-Mail über SMTP/);
  expect((await visitor.get('/')).body).toMatch(/<p lang="en"><strong>SMTP e-mail/);
  await visitor.post('/codes', { address: 'ada@example.test' }, german);
  expect((await demo.mailServer.nextMail()).text).toContain('Ihr Code');
});

test('odd language wishes do no harm', async () => {
  const demo = await testDemo();
  const visitor = newVisitor(demo.origin);
  const odd = { 'accept-language': `*, "><script>, ${'x'.repeat(3000)}, __proto__, constructor, fr;q=0.5` };
  const { body } = await visitor.get('/', odd);
  expect(body).toContain('lang="fr"');
  expect(body).not.toContain('<script');
  expect((await visitor.post('/sign-in', {}, odd)).location).toMatch(/[?&]ui_locales=fr$/);
});

test('a refusal is explained by message and hint, and the details go to the operators alone', async () => {
  const demo = await testDemo();
  demo.mailServer.use('recipient-refused');
  const visitor = newVisitor(demo.origin);
  const { status, body } = await visitor.post('/codes', { address: 'nobody@example.test' });
  expect(status).toBe(422);
  expect(body).toMatch(/role="alert">.*The recipient is refused for good\./s);
  expect(body).toContain('value="nobody@example.test"');
  expect(body).not.toContain('No such user');
  expect(body).not.toContain('name="code"');
  expect(demo.logged.join()).toContain('recipient_refused');
});

test('an address that is none is refused with a hint', async () => {
  const demo = await testDemo();
  const { status, body } = await newVisitor(demo.origin).post('/codes', { address: 'ada@example.test, eve@evil.test' });
  expect(status).toBe(400);
  expect(body).toContain('role="alert"');
  expect(demo.mailServer.mails).toHaveLength(0);
});

test('a provider that is down gives a page that says so', async () => {
  const demo = await testDemo();
  await demo.provider.close();
  const { status, body } = await newVisitor(demo.origin).post('/sign-in');
  expect(status).toBe(503);
  expect(body).toContain('The provider is down, slow or unreachable.');
});

test('a person who refuses at the provider comes back to an explanation', async () => {
  const demo = await testDemo();
  const visitor = newVisitor(demo.origin);
  const { status, body } = await visitor.get(await callbackOf(demo, visitor, { deny: true }));
  expect(status).toBe(401);
  expect(body).toContain('The provider did not authorize the sign-in.');
  expect(body).not.toContain('The person refused.');
});

test('an unknown page is said to be unknown', async () => {
  const demo = await testDemo();
  expect(await newVisitor(demo.origin).get('/admin')).toMatchObject({ status: 404 });
  for (const number of ['0', '-1', '__proto__', 'length', '1e9', 'x']) {
    expect(await newVisitor(demo.origin).get(`/mails/${number}`)).toMatchObject({ status: 404 });
  }
});
