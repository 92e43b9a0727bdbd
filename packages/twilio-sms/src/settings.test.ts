import { describe, expect, it } from 'vitest';
import { configTemplate } from './config-template.ts';
import { parseSettings } from './settings.ts';
import { failureOf } from './testing/failure-of.ts';

const refusal = (changes: object) =>
  failureOf(new Promise((resolve) => resolve(parseSettings({ ...configTemplate, ...changes }))));

describe('allowed countries', () => {
  it('have to be written out', async () => {
    const error = await refusal({ allowedCountries: undefined });
    expect(error.issues?.map(({ path }) => path)).toEqual(['allowedCountries']);
    expect((await refusal({ allowedCountries: [] })).issues?.map(({ path }) => path)).toEqual(['allowedCountries']);
  });

  it.each([['US'], ['XK'], ['*']])('take %s', (country) => {
    expect(parseSettings({ ...configTemplate, allowedCountries: [country] }).allowedCountries).toEqual([country]);
  });

  it('name every code that is not a country’s', async () => {
    const { code, issues } = await refusal({ allowedCountries: ['US', 'UK', 'EU', 'QQ', 'SU', 'DE'] });
    expect(code).toBe('invalid_config');
    const paths = [1, 2, 3, 4].map((index) => `allowedCountries[${index}]`);
    expect(issues?.map(({ path }) => path)).toEqual(paths);
  });

  it('do not take * besides countries', async () => {
    expect((await refusal({ allowedCountries: ['US', '*'] })).issues?.map(({ path }) => path)).toEqual([
      'allowedCountries',
    ]);
  });
});

describe('edge and region', () => {
  it.each([
    ['edge', 'dublin'],
    ['edge', 'sao-paulo'],
    ['region', 'ie1'],
  ])('%s takes %s', (field, value) => {
    expect(parseSettings({ ...configTemplate, [field]: value })).toMatchObject({ [field]: value });
  });

  it.each([
    'evil.test',
    'dublin.evil.test/',
    'evil.test#',
    'evil.test?',
    'evil.test:443',
    'user@evil.test',
    '169.254.169.254',
    'dublin ',
    'Dublin',
    '..',
    'dublin\n',
    '-',
  ])('attack: a host behind edge or region: %j', async (value) => {
    const { issues } = await refusal({ edge: value, region: value });
    expect(issues?.map(({ path }) => path)).toEqual(['edge', 'region']);
  });
});

describe('other patterns', () => {
  it.each([
    ['a callback over http', { statusCallback: { url: 'http://app.example.com/status' } }, 'statusCallback.url'],
    ['a callback with credentials', { statusCallback: { url: 'https://u:p@app.example.com/' } }, 'statusCallback.url'],
    ['a callback with a fragment', { statusCallback: { url: 'https://app.example.com/#x' } }, 'statusCallback.url'],
    ['a sender id of 12 characters', { sender: { kind: 'alphanumeric', senderId: 'ExampleExamp' } }, 'sender.senderId'],
    ['a sender id of digits', { sender: { kind: 'alphanumeric', senderId: '12345' } }, 'sender.senderId'],
    ['a sender id that ends with a space', { sender: { kind: 'alphanumeric', senderId: 'App ' } }, 'sender.senderId'],
    ['a number with spaces', { sender: { kind: 'number', phoneNumber: '+1 415 555 0123' } }, 'sender.phoneNumber'],
    ['two senders', { sender: { kind: 'short-code', shortCode: '89454', phoneNumber: '+14155550123' } }, 'sender'],
    ['a validity period of no seconds', { validityPeriod: 0 }, 'validityPeriod'],
    ['a validity period beyond ten hours', { validityPeriod: 36_001 }, 'validityPeriod'],
  ])('refuse %s', async (_what, changes, field) => {
    const { issues = [] } = await refusal(changes);
    expect(issues).toHaveLength(1);
    expect(issues[0]?.path.startsWith(field)).toBe(true);
  });
});
