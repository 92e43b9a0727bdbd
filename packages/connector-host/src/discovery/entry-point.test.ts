import { expect, test } from 'vitest';
import { entryPoint, processConditions } from './entry-point.ts';

const entry = (exports: unknown, own: readonly string[] = []) =>
  entryPoint({ name: 'fake', folder: '/app/fake', version: '1', exports }, own);

test('follows the first condition that holds, nested and in lists', () => {
  expect(entry({ '.': { own: './src.ts', default: './dist.js' } })).toBe('/app/fake/dist.js');
  expect(entry({ '.': { own: './src.ts', default: './dist.js' } }, ['own'])).toBe('/app/fake/src.ts');
  expect(entry({ browser: './no.js', node: { require: './no.cjs', import: './yes.js' } })).toBe('/app/fake/yes.js');
  expect(entry({ '.': [{ browser: './no.js' }, './yes.js'] })).toBe('/app/fake/yes.js');
});

test('gives nothing where nothing may be imported', () => {
  expect(entry({ '.': { import: null, default: './no.js' } })).toBeUndefined();
  expect(entry({ './sub': './no.js' })).toBeUndefined();
  expect(entry('../outside.js')).toBeUndefined();
  expect(entry('./../outside.js')).toBeUndefined();
  expect(entry('fs')).toBeUndefined();
  expect(entry(7)).toBeUndefined();
});

test('reads the conditions of the process in every spelling', () => {
  const args = ['--no-warnings', '--conditions=a', '--conditions', 'b', '-C', 'c', '-C=d'];
  expect(processConditions(args, '--conditions=e  --enable-source-maps -C "f"')).toEqual([
    'e',
    'f',
    'a',
    'b',
    'c',
    'd',
  ]);
  expect(processConditions([], '')).toEqual([]);
});
