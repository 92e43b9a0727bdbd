import { expect, it } from 'vitest';
import { fillTemplate } from './fill-template.ts';
import { spellings } from './names.ts';

const substitutions = {
  names: spellings('acme-id', 'Acme ID'),
  packageName: 'jackfield-connector-acme-id',
  addresses: new Map([['https://id.specimen.example', 'https://specimen.test/$&']]),
};

it.each([
  [
    "import { createSpecimen } from '@jackfield/specimen';",
    "import { createAcmeId } from 'jackfield-connector-acme-id';",
  ],
  ["id: 'specimen', name: 'Specimen'", "id: 'acme-id', name: 'Acme ID'"],
  ['type ParsedSpecimenConfig; SpecimenOptions', 'type ParsedAcmeIdConfig; AcmeIdOptions'],
  ["Specimen's key, 使用 Specimen 登录。", "Acme ID's key, 使用 Acme ID 登录。"],
  ['SPECIMEN_API_KEY', 'ACME_ID_API_KEY'],
  ['https://api.specimen.example/v1', 'https://api.acme-id.example/v1'],
])('fills %j', (template, expected) => {
  expect(fillTemplate(template, substitutions)).toBe(expected);
});

it('replaces nothing that it has put in, and takes no sign for a reference', () => {
  expect(fillTemplate('https://id.specimen.example', substitutions)).toBe('https://specimen.test/$&');
});
