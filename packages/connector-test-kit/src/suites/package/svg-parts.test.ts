import { expect, it } from 'vitest';
import { svgParts } from './svg-parts.ts';

it('sees two layouts of one drawing as equal', () => {
  const one = `<?xml version="1.0"?><!-- <b> --><svg viewBox='0 0 1 1' xmlns="x">\n <path d="M0 0"></path></svg>`;
  const other = '<svg xmlns="x" viewBox="0 0 1 1"><path d="M0 0"/></svg>';
  expect(svgParts(one)).toEqual(svgParts(other));
});

it('sees a lost element and a lost attribute', () => {
  const drawing = '<svg xmlns="x"><path d="M0 0" onclick="x"/></svg>';
  expect(svgParts(drawing)).not.toEqual(svgParts('<svg xmlns="x"><path d="M0 0"/></svg>'));
  expect(svgParts(drawing)).not.toEqual(svgParts('<svg xmlns="x"/>'));
});
