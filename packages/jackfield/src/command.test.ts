import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { commands } from './commands/commands.ts';
import { createApplication } from './testing/application.ts';
import { jsonLines, runCommand } from './testing/command.ts';

const canary = 'canary-5f1c9a';
/** How colours begin, and everything else that steers a terminal. */
const escape = '\u001B';

const github = [
  'connectors',
  'add',
  'github',
  '--id',
  'hub',
  '--set',
  'clientId=Iv1.abc',
  '--secret',
  'clientSecret=env:S',
];
const secret = { S: canary };

describe('jackfield', () => {
  test('says how it is used, and which version it is', async () => {
    const folder = createApplication();
    const help = await runCommand(['--help'], { folder });
    expect(help).toMatchObject({ code: 0, errors: '' });
    for (const { name } of commands) expect(help.output).toContain(`\n  ${name}`);
    expect((await runCommand(['--version'], { folder })).output).toMatch(/^\d+\.\d+\.\d+\n$/);
    const one = await runCommand(['connectors', 'add', '--help'], { folder });
    expect(one.output).toMatch(/^Usage: jackfield connectors add <package> \[options\]\n/);
    expect(one.output).toContain('--secret <field=source>');
  });

  test.each([
    [[], 'Name a command'],
    [['conectors'], 'There is no such command'],
    [['connectors'], 'Say which one: connectors list, connectors show'],
    [['connectors', 'remove'], 'connectors remove needs <connector>'],
    [['connectors', 'list', canary], 'connectors list takes fewer words'],
    [['connectors', 'list', '--port', '1'], 'connectors list has no option --port'],
    [['start', '--password', canary], 'There is no option --password'],
    [['completion', canary], 'There are scripts for bash, zsh, fish'],
    [['connectors', 'list'], 'There is no database yet'],
    [['start', '--host', '0.0.0.0', '--port', 'x'], '2 settings are wrong'],
  ])('wrong use ends with 2 and is explained: %j', async (args, message) => {
    const { code, output, errors } = await runCommand(args, { folder: createApplication() });
    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(errors).toContain(message);
    expect(errors).not.toContain(canary);
    expect(errors).not.toMatch(/\n\s+at /);
  });

  test('adds, shows, changes and removes a connector, and keeps its secret to itself', async () => {
    const folder = createApplication(['github']);
    const run = async (...args: readonly string[]) => {
      const result = await runCommand(args, { folder, environment: secret });
      expect(result.output + result.errors).not.toContain(canary);
      expect(result.output + result.errors).not.toContain(escape);
      return result;
    };
    expect(await run(...github)).toEqual({ code: 0, output: 'Added github as hub, target github.\n', errors: '' });
    expect((await run('connectors', 'list')).output).toMatch(
      /\nhub\s+github\s+Social\s+github\s+Universal\s+GitHub\s+1\s+ok\n$/,
    );
    expect(jsonLines((await run('connectors', 'list', '--json')).output)).toMatchObject([
      { id: 'hub', connectorId: 'github', config: { clientId: 'Iv1.abc' }, secretsSet: ['clientSecret'], version: 1 },
    ]);

    expect(await run('connectors', 'update', 'github', '--set', 'allowSignup=false')).toMatchObject({
      code: 0,
      output: 'Changed github, hub: version 2.\n',
    });
    const [shown] = jsonLines((await run('connectors', 'show', 'hub', '--json')).output);
    expect(shown).toMatchObject({ config: { clientId: 'Iv1.abc', allowSignup: false }, secretsSet: ['clientSecret'] });
    expect(await run('connectors', 'update', 'hub', '--set', 'scope=user:email', '--if-version', '1')).toMatchObject({
      code: 2,
      errors: expect.stringContaining('Somebody else has changed it'),
    });

    expect(await run('connectors', 'remove', 'hub')).toMatchObject({
      code: 2,
      errors: expect.stringContaining('--yes'),
    });
    expect(await run('connectors', 'remove', 'hub', '--yes')).toMatchObject({
      code: 0,
      output: 'Removed github, hub.\n',
    });
    expect((await run('connectors', 'list', '--json')).output).toBe('');
    const actions = jsonLines((await run('audit', 'list', '--json')).output);
    expect(actions).toMatchObject([
      { actor: 'cli', action: 'connector.remove' },
      { action: 'connector.update' },
      { action: 'connector.create', subject: 'hub' },
    ]);
  });

  test('asks before something is lost, and takes no for an answer', async () => {
    const folder = createApplication(['github']);
    await runCommand(github, { folder, environment: secret });
    const remove = (answer: string) => runCommand(['connectors', 'remove', 'hub'], { folder, answer });
    expect(await remove('')).toMatchObject({ code: 130, output: '', errors: expect.stringContaining('Go on? [y/N]') });
    expect(await remove('no')).toMatchObject({ code: 130, output: '' });
    expect(await remove('y')).toMatchObject({ code: 0, output: 'Removed github, hub.\n' });
  });

  test('a secret is asked for', async () => {
    const folder = createApplication(['github']);
    const args = ['connectors', 'add', 'github', '--set', 'clientId=Iv1.abc', '--secret', 'clientSecret=prompt'];
    expect(await runCommand(args, { folder, answer: canary })).toMatchObject({ code: 0, errors: 'clientSecret: ' });
  });

  test('what is wrong with a configuration is said field by field, as text and as JSON', async () => {
    const folder = createApplication(['github']);
    const input = JSON.stringify({ clientId: 'a b', clientSecret: '', [`k${canary}`]: canary });
    const args = ['connectors', 'add', 'github', '--config', '-'];
    const { code, errors } = await runCommand(args, { folder, input });
    expect(code).toBe(2);
    expect(errors).toMatch(/3 fields are wrong\.\n- clientId.*\n- clientSecret/);
    expect(errors).not.toContain(`${canary}"`);
    const asJson = await runCommand([...args, '--json'], { folder, input });
    expect(asJson).toMatchObject({ code: 2, output: '' });
    expect(jsonLines(asJson.errors)).toEqual([
      { error: expect.objectContaining({ code: 'invalid_config', retryable: false, hint: expect.any(String) }) },
    ]);
  });

  test('attack: a secret as an argument is refused', async () => {
    const folder = createApplication(['github']);
    for (const args of [
      ['--set', `clientSecret=${canary}`],
      ['--secret', `clientSecret=${canary}`],
    ]) {
      const { code, errors } = await runCommand(['connectors', 'add', 'github', ...args], { folder });
      expect(code).toBe(2);
      expect(errors).toMatch(/env:NAME/);
      expect(errors).not.toContain(canary);
    }
  });

  test('an e-mail connector takes the place of the one before, which is said', async () => {
    const folder = createApplication(['smtp-email']);
    const config = JSON.stringify({
      host: 'mail.example.test',
      auth: { kind: 'none' },
      from: { address: 'a@example.test' },
    });
    const add = (id: string) =>
      runCommand(['connectors', 'add', 'smtp-email', '--id', id, '--config', '-'], { folder, input: config });
    await add('one');
    expect((await add('two')).output).toContain('It took the place of smtp-email, one.\n');
  });

  test('a failed diagnosis ends with 3, and a test that cannot be delivered with 1', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    server.close();
    await once(server, 'close');
    const folder = createApplication(['smtp-email']);
    const input = JSON.stringify({
      host: '127.0.0.1',
      port,
      security: 'none',
      auth: { kind: 'none' },
      from: { address: 'a@example.test' },
    });
    const environment = { JACKFIELD_PRIVATE_HOSTS: `127.0.0.1:${port}` };
    await runCommand(['connectors', 'add', 'smtp-email', '--config', '-'], { folder, environment, input });
    const diagnosis = await runCommand(['connectors', 'diagnose', 'smtp-email', '--json'], { folder, environment });
    expect(diagnosis.code).toBe(3);
    expect(jsonLines(diagnosis.output)).toContainEqual(
      expect.objectContaining({ status: 'fail', fix: expect.any(String) }),
    );
    const sent = await runCommand(['connectors', 'test', 'smtp-email', '--to', 'ada@example.test'], {
      folder,
      environment,
    });
    expect(sent).toMatchObject({ code: 1, output: '' });
  });

  test('keys are rotated, and everything can be read afterwards', async () => {
    const folder = createApplication(['github']);
    await runCommand(github, { folder, environment: secret });
    const before = readFileSync(join(folder, '.jackfield/keys'), 'utf8');
    expect(await runCommand(['keys', 'rotate'], { folder })).toMatchObject({ code: 2 });
    const rotated = await runCommand(['keys', 'rotate', '--yes', '--json'], { folder });
    expect(rotated.code).toBe(0);
    expect(jsonLines(rotated.output)).toMatchObject([{ resealed: 1, unreadable: [], oldKeysRemoved: true }]);
    expect(readFileSync(join(folder, '.jackfield/keys'), 'utf8')).not.toBe(before);
    const [connector] = jsonLines((await runCommand(['connectors', 'list', '--json'], { folder })).output);
    expect(connector).not.toHaveProperty('problem');
  });

  test('attack: an audit log that was changed by hand is found', async () => {
    const folder = createApplication(['github']);
    await runCommand(github, { folder, environment: secret });
    expect(await runCommand(['audit', 'verify'], { folder })).toMatchObject({
      code: 0,
      output: 'The audit log is intact: 1 entries.\n',
    });
    const database = new DatabaseSync(join(folder, '.jackfield/jackfield.sqlite'));
    database.exec(`update audit set actor = 'somebody'`);
    database.close();
    const { code, output } = await runCommand(['audit', 'verify', '--json'], { folder });
    expect(code).toBe(3);
    expect(jsonLines(output)).toMatchObject([{ intact: false, sequence: 1, fault: 'changed' }]);
  });

  test('a token is shown once, listed without itself, and revoked; no package.json is needed', async () => {
    const folder = createApplication();
    const place = { folder, environment: { JACKFIELD_APP: '/nowhere' } };
    const created = await runCommand(
      ['tokens', 'create', '--name', 'ci', '--scope', 'write', '--expires-in', '30'],
      place,
    );
    expect(created).toMatchObject({ code: 0, output: expect.stringMatching(/^jf_[\w-]{43}\n$/) });
    const listed = await runCommand(['tokens', 'list', '--json'], place);
    expect(listed.output).not.toContain(created.output.trim());
    const [token] = jsonLines(listed.output);
    expect(token).toMatchObject({ name: 'ci', scope: 'write', expiresAt: expect.any(Number) });
    const id = String(Object.entries(token ?? {}).find(([key]) => key === 'id')?.[1]);
    expect(await runCommand(['tokens', 'revoke', id, '--yes'], place)).toMatchObject({ code: 0 });
    expect((await runCommand(['tokens', 'list', '--json'], place)).output).toBe('');
    expect(await runCommand(['tokens', 'revoke', id, '--yes'], place)).toMatchObject({ code: 2 });
  });

  test('connectors move to another host, with their secrets from the environment', async () => {
    const folder = createApplication(['github']);
    await runCommand(github, { folder, environment: secret });
    const exported = await runCommand(['export', '--file', 'all.json'], { folder });
    expect(exported).toMatchObject({
      code: 0,
      output: '',
      errors: expect.stringContaining('JACKFIELD_SECRET_HUB_CLIENT_SECRET'),
    });
    expect(statSync(join(folder, 'all.json')).mode & 0o077).toBe(0);
    const text = readFileSync(join(folder, 'all.json'), 'utf8');
    expect(text).not.toContain(canary);

    const there = { folder: createApplication(['github']), input: text };
    const without = await runCommand(['import', '-', '--yes'], there);
    expect(without).toMatchObject({ code: 2, errors: expect.stringContaining('refers to a variable that is not set') });
    const environment = { JACKFIELD_SECRET_HUB_CLIENT_SECRET: canary };
    const dry = await runCommand(['import', '-', '--dry-run'], { ...there, environment });
    expect(dry).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^create\s+github, hub.*\nNothing was changed\.\n$/),
    });
    expect(await runCommand(['import', '-'], { ...there, environment })).toMatchObject({ code: 2 });
    expect(await runCommand(['import', '-', '--yes'], { ...there, environment })).toMatchObject({ code: 0 });
    const [connector] = jsonLines((await runCommand(['connectors', 'list', '--json'], there)).output);
    expect(connector).toMatchObject({ id: 'hub', secretsSet: ['clientSecret'] });
  });

  test('a package that is broken is listed with the reason, and the rest works', async () => {
    const folder = createApplication(['github']);
    const broken = join(folder, 'node_modules/jackfield-connector-broken');
    mkdirSync(broken);
    writeFileSync(
      join(broken, 'package.json'),
      JSON.stringify({
        name: 'jackfield-connector-broken',
        version: '1.2.3',
        type: 'module',
        keywords: ['jackfield-connector'],
        exports: './index.js',
      }),
    );
    writeFileSync(join(broken, 'index.js'), `throw new Error('\u001B[31mred')`);
    const manifest = { dependencies: { '@jackfield/github': '*', 'jackfield-connector-broken': '*' } };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    await runCommand(github, { folder, environment: secret });
    const { code, output } = await runCommand(['connectors', 'packages'], { folder });
    expect(code).toBe(0);
    expect(output).toMatch(/jackfield-connector-broken\s+1\.2\.3\s+It threw while it was loaded/);
    expect(output).toMatch(/@jackfield\/github\s+\S+\s+github\n/);
    expect(output).not.toContain(escape);
  });

  test('a database that cannot be used is explained in one line, without a stack', async () => {
    const folder = createApplication();
    writeFileSync(join(folder, 'text.sqlite'), 'This is no database. '.repeat(100));
    const { code, errors } = await runCommand(['connectors', 'list'], {
      folder,
      environment: { DATABASE_URL: 'sqlite:text.sqlite' },
    });
    expect(code).toBe(1);
    expect(errors).toContain('The file is not a database of this program.');
    expect(errors).not.toMatch(/\n\s+at /);
  });

  test('attack: a password in DATABASE_URL shows nowhere', async () => {
    const folder = createApplication();
    const environment = { DATABASE_URL: `postgres://user:${canary}@127.0.0.1:1/none` };
    const { code, output, errors } = await runCommand(['connectors', 'list'], { folder, environment });
    expect(code).toBe(1);
    expect(errors).toContain('The database does not answer.');
    expect(output + errors).not.toContain(canary);
  });
});
