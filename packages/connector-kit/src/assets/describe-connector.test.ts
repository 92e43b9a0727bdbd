import { describe, expect, it } from 'vitest';
import { describeConnector, textFor } from './index.ts';

const texts = { en: 'Mail', fr: 'Courriel', 'pt-BR': 'E-mail', 'zh-CN': '邮件' };

describe('textFor', () => {
  it.each([
    ['fr', 'Courriel'],
    ['fr-CA', 'Courriel'],
    ['FR-ca', 'Courriel'],
    ['pt', 'E-mail'],
    ['sv', 'Mail'],
    ['sv, fr;q=0.4, zh;q=0.8', '邮件'],
    ['sv pt-PT', 'E-mail'],
    ['*', 'Mail'],
    ['', 'Mail'],
    ['constructor', 'Mail'],
    ['__proto__', 'Mail'],
    [undefined, 'Mail'],
  ])('%j: %s', (languages, text) => {
    expect(textFor(texts, languages)).toBe(text);
  });
});

describe('describeConnector', () => {
  it('gives name, description and logos', () => {
    const metadata = { name: texts, description: { en: 'Sends mail.', fr: 'Envoie.' } };
    expect(describeConnector(metadata, { logo: 'data:a', logoDark: 'data:b' }, 'fr-CA, en;q=0.5')).toEqual({
      name: 'Courriel',
      description: 'Envoie.',
      logo: 'data:a',
      logoDark: 'data:b',
    });
  });
});
