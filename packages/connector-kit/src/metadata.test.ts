import { describe, expect, it } from 'vitest';
import { type ConnectorMetadata, metadataGuard } from './metadata.ts';

const social = {
  id: 'example-idp',
  type: 'Social',
  target: 'example',
  platform: 'Universal',
  name: { en: 'Example', 'pt-BR': 'Exemplo' },
  description: { en: 'Sign in with Example.' },
  logo: './logo.svg',
  logoDark: null,
  readme: './README.md',
  configTemplate: 'config-template.json',
  specVersion: 1,
} satisfies ConnectorMetadata;

const email = { ...social, type: 'Email', platform: null } as const;

describe('metadataGuard', () => {
  it.each([
    ['a social connector', social],
    ['a standard one', { ...social, isStandard: true, isTokenStorageSupported: false }],
    ['an e-mail connector', email],
    ['an SMS connector', { ...email, type: 'Sms' }],
    ['a governance connector', { ...email, type: 'Governance' }],
    [
      'web addresses of logos',
      { ...social, logo: 'https://example.test/a.svg', logoDark: 'https://example.test/b.svg' },
    ],
    ['dots within names', { ...social, logo: 'images/logo..2.svg' }],
  ])('accepts %s', (_, metadata) => {
    expect(metadataGuard.parse(metadata)).toEqual(metadata);
  });

  it.each([
    ['an id in capitals', { ...social, id: 'Example' }, 'id'],
    ['an empty id', { ...social, id: '' }, 'id'],
    ['a target with a space', { ...social, target: 'my idp' }, 'target'],
    ['an empty target', { ...social, target: '' }, 'target'],
    ['an unknown type', { ...social, type: 'Push' }, 'type'],
    ['a social connector without platform', { ...social, platform: null }, 'platform'],
    ['an e-mail connector with a platform', { ...email, platform: 'Web' }, 'platform'],
    ['isStandard on an e-mail connector', { ...email, isStandard: true }, ''],
    ['a name without English', { ...social, name: { de: 'Beispiel' } }, 'name.en'],
    ['an empty text', { ...social, name: { en: 'Example', de: '' } }, 'name.de'],
    ['a key that is no language tag', { ...social, name: { en: 'Example', pt_BR: 'Exemplo' } }, 'name.pt_BR'],
    [
      'a tag in another spelling',
      { ...social, description: { en: 'Example', 'PT-br': 'Exemplo' } },
      'description.PT-br',
    ],
    ['a plain http logo', { ...social, logo: 'http://example.test/a.svg' }, 'logo'],
    ['a data URL', { ...social, logo: 'data:image/svg+xml,<svg/>' }, 'logo'],
    ['an absolute path', { ...social, readme: '/etc/passwd' }, 'readme'],
    ['a path out of the package', { ...social, configTemplate: 'a/../../b.json' }, 'configTemplate'],
    ['a backslash path out of the package', { ...social, logo: '..\\secret.svg' }, 'logo'],
    ['an empty dark logo', { ...social, logoDark: '' }, 'logoDark'],
    ['another version of the contract', { ...social, specVersion: 2 }, 'specVersion'],
    ['an unknown key', { ...social, formItems: [] }, ''],
  ])('refuses %s', (_, metadata, path) => {
    const result = metadataGuard.safeParse(metadata);
    expect(result.error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
  });
});
