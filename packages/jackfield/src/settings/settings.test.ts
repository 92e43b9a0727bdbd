import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseArguments } from '../arguments.ts';
import type { Environment } from './environment.ts';
import { Problems } from './problems.ts';
import { readServerSettings } from './server.ts';
import { readStorage } from './storage.ts';

function read(args: readonly string[], environment: Environment = {}, folder = '/work') {
  const problems = new Problems();
  const { options } = parseArguments(['start', ...args]);
  const storage = readStorage(options, environment, folder, problems);
  const server = readServerSettings(options, environment, problems);
  problems.check();
  return { storage, server };
}

function messageOf(args: readonly string[], environment?: Environment): string {
  try {
    read(args, environment);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
}

describe('settings', () => {
  test('everything has a default', () => {
    expect(read([])).toEqual({
      storage: {
        dataFolder: '/work/.jackfield',
        databaseUrl: 'sqlite:/work/.jackfield/jackfield.sqlite',
        databaseFile: '/work/.jackfield/jackfield.sqlite',
        keyText: undefined,
        keyFile: '/work/.jackfield/keys',
        applicationFolder: '/work',
        secretsFolder: undefined,
        egress: { privateHosts: [] },
      },
      server: {
        port: 3000,
        host: '127.0.0.1',
        publicUrl: undefined,
        trustedProxies: [],
        returnOrigins: [],
        drainDelay: 0,
        logLevel: 'info',
      },
    });
  });

  test('options come before the environment, and an empty variable is none', () => {
    const environment = {
      PORT: '4000',
      HOST: '',
      JACKFIELD_DATA: '/elsewhere',
      DATABASE_URL: 'postgres://a:b@db/c',
      JACKFIELD_KEYS: 'key',
      TRUSTED_PROXIES: '10.0.0.0/8, ::1',
      RETURN_ORIGINS: 'https://a.example,https://b.example:8443',
      DRAIN_SECONDS: '10',
      JACKFIELD_PRIVATE_HOSTS: 'idp.internal localhost:25',
    };
    const { storage, server } = read(['--port', '5000', '--data', 'here'], environment);
    expect(storage).toMatchObject({
      dataFolder: '/work/here',
      databaseUrl: 'postgres://a:b@db/c',
      databaseFile: undefined,
      keyText: 'key',
      egress: { privateHosts: ['idp.internal', 'localhost:25'] },
    });
    expect(server).toMatchObject({
      port: 5000,
      host: '127.0.0.1',
      trustedProxies: ['10.0.0.0/8', '::1'],
      returnOrigins: ['https://a.example', 'https://b.example:8443'],
      drainDelay: 10_000,
    });
  });

  test('reads the certificates of authorities', () => {
    const folder = mkdtempSync(join(tmpdir(), 'jackfield-settings-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'ca.pem'), 'PEM');
    expect(read(['--ca', 'ca.pem'], {}, folder).storage.egress).toEqual({ privateHosts: [], ca: 'PEM' });
  });

  test('names every problem at once', () => {
    const message = messageOf(['--ca', '/nowhere/ca.pem'], {
      PORT: '65536',
      HOST: '0.0.0.0',
      DATABASE_URL: 'mysql://canary',
      TRUSTED_PROXIES: '10.0.0.0/0',
      RETURN_ORIGINS: 'https://a.example/path',
      DRAIN_SECONDS: 'soon',
      LOG_LEVEL: 'loud',
    });
    expect(message).toMatch(/^8 settings are wrong\.\n- /);
    const names = [
      'PORT',
      'PUBLIC_URL',
      'DATABASE_URL',
      'TRUSTED_PROXIES',
      'RETURN_ORIGINS',
      'DRAIN_SECONDS',
      'LOG_LEVEL',
      'JACKFIELD_CA',
    ];
    for (const name of names) expect(message).toContain(`- ${name} (`);
    expect(message).not.toContain('canary');
  });

  test.each([
    'http://login.example.com',
    'https://user@login.example.com',
    'https://login.example.com/?a',
    'https://login.example.com/#a',
    'login.example.com',
  ])('refuses the public URL %s', (url) => {
    expect(messageOf([], { PUBLIC_URL: url })).toContain('PUBLIC_URL');
  });

  test.each(['https://login.example.com', 'https://example.com/auth', 'http://127.0.0.1:3000', 'http://[::1]:3000'])(
    'takes the public URL %s',
    (url) => {
      expect(read(['--public-url', url]).server.publicUrl).toBe(url);
    },
  );

  test.each(['127.0.0.2', '::1', '[::1]', 'localhost'])('%s is loopback, and needs no public URL', (host) => {
    expect(read([], { HOST: host }).server.host).toBe(host);
  });

  test.each(['0.0.0.0', '::', '192.168.1.5', 'login.example.com'])('%s needs a public URL', (host) => {
    expect(messageOf([], { HOST: host })).toMatch(/^PUBLIC_URL .* is needed beyond loopback/);
  });

  test('attack: a password in an option that everybody can read is refused, and not repeated', () => {
    for (const url of ['postgres://a:canary@db/c', 'postgres://a@db/c?password=canary']) {
      const message = messageOf(['--database', url]);
      expect(message).toContain('DATABASE_URL');
      expect(message).not.toContain('canary');
    }
    expect(read(['--database', 'postgres://a@db/c']).storage.databaseUrl).toBe('postgres://a@db/c');
  });
});
