import { expect, test } from 'vitest';
import { createPeople } from './people.ts';

const ada = { issuer: 'https://one.example', id: '1815', email: 'ada@example.test', rawData: {} };

test('attack: an account of another issuer or id with the same address', () => {
  const people = createPeople();
  people.signedIn(ada).confirmed.add('ada@example.test');
  expect(people.signedIn({ ...ada, issuer: 'https://two.example' }).confirmed.size).toBe(0);
  expect(people.signedIn({ ...ada, id: '1816' }).confirmed.size).toBe(0);
  expect(people.signedIn({ ...ada, issuer: 'https://one.example","18', id: '15' }).confirmed.size).toBe(0);
});

test('a person is found again although the profile has changed', () => {
  const people = createPeople();
  people.signedIn({ ...ada, name: 'Ada Byron' }).confirmed.add('ada@example.test');
  const later = people.signedIn({ ...ada, name: 'Ada Lovelace', email: 'lovelace@example.test' });
  expect(later).toMatchObject({ name: 'Ada Lovelace', email: 'lovelace@example.test' });
  expect([...later.confirmed]).toEqual(['ada@example.test']);
});
