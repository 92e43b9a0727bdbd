import { expect, test } from 'vitest';
import { ExpiringMap } from './expiring-map.ts';

test('a value is there until its time is over', () => {
  let time = 0;
  const map = new ExpiringMap<string>(100, () => time);
  map.set('a', 'one');
  time = 99;
  expect(map.get('a')).toBe('one');
  time = 100;
  expect(map.get('a')).toBeUndefined();
});

test('setting a value again starts its time again', () => {
  let time = 0;
  const map = new ExpiringMap<string>(100, () => time);
  map.set('a', 'one');
  time = 60;
  map.set('b', 'two');
  map.set('a', 'three');
  time = 159;
  expect([map.get('a'), map.get('b')]).toEqual(['three', 'two']);
});

test('the oldest gives way when the map is full', () => {
  const map = new ExpiringMap<number>(100, () => 0, 2);
  for (const [index, key] of ['a', 'b', 'c'].entries()) map.set(key, index);
  expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([undefined, 1, 2]);
  map.delete('b');
  expect(map.get('b')).toBeUndefined();
});
