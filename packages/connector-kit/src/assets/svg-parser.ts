import { ConnectorError } from '../connector-error.ts';

/** An element of a parsed drawing. */
export interface SvgElement {
  /** As written, prefix and all. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: (SvgElement | string)[];
}

const limits = { characters: 256 * 1024, elements: 5000, depth: 64 };

const nameSource = String.raw`[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?`;
const patterns = {
  comment: /<!--(?:(?!--)[^])*-->/y,
  instruction: /<\?(?:(?!\?>)[^])*\?>/y,
  // Without an internal subset: that is where entities are declared.
  doctype: /<!DOCTYPE\s[^[\]<>]*>/iy,
  cdata: /<!\[CDATA\[((?:(?!\]\]>)[^])*)\]\]>/y,
  startTag: new RegExp(String.raw`<(${nameSource})((?:\s+${nameSource}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(/?)>`, 'y'),
  endTag: new RegExp(String.raw`</(${nameSource})\s*>`, 'y'),
  text: /[^<]+/y,
};
const attributePattern = new RegExp(String.raw`(${nameSource})\s*=\s*(?:"([^"]*)"|'([^']*)')`, 'g');

/**
 * Parses a drawing strictly: plain, well-formed XML 1.0 without declared entities. Comments, processing instructions
 * and a document type without subset are passed over.
 *
 * @returns the root element
 * @throws `invalid_metadata` for anything else, and for more than 256 KiB, 5000 elements or 64 levels
 */
export function parseSvg(text: string): SvgElement {
  if (text.length > limits.characters) throw invalid('it is larger than 256 KiB');
  const document: SvgElement = { name: '', attributes: new Map(), children: [] };
  const open = [document];
  let index = text.startsWith('\uFEFF') ? 1 : 0;
  let elements = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = index;
    const match = pattern.exec(text);
    index += match?.[0].length ?? 0;
    return match;
  };
  while (index < text.length) {
    const parent = open.at(-1) ?? document;
    const start = take(patterns.startTag);
    if (start !== null) {
      const [, name = '', attributes = '', isEmpty] = start;
      const element: SvgElement = { name, attributes: parseAttributes(attributes), children: [] };
      parent.children.push(element);
      if (isEmpty === '') open.push(element);
      elements += 1;
      if (elements > limits.elements || open.length > limits.depth) throw invalid('it has too many elements');
      continue;
    }
    const end = take(patterns.endTag);
    if (end !== null) {
      if (parent === document || end[1] !== parent.name) throw invalid('its tags do not match');
      open.pop();
      continue;
    }
    const characters = take(patterns.text)?.[0];
    const verbatim = characters === undefined ? take(patterns.cdata)?.[1] : undefined;
    const content = characters === undefined ? verbatim : decode(characters);
    if (content !== undefined) parent.children.push(content);
    else if ((take(patterns.comment) ?? take(patterns.instruction) ?? take(patterns.doctype)) === null) {
      throw invalid('it is not well-formed XML, or declares entities');
    }
  }
  if (open.length > 1) throw invalid('its tags do not match');
  return rootOf(document);
}

/** The error for a drawing that is refused. */
export function invalid(problem: string): ConnectorError {
  return new ConnectorError('invalid_metadata', { hint: `This SVG is refused: ${problem}.` });
}

function rootOf(document: SvgElement): SvgElement {
  const [root, ...others] = document.children.filter((child) => typeof child !== 'string' || child.trim() !== '');
  if (root === undefined || typeof root === 'string' || others.length > 0) throw invalid('it needs one root element');
  return root;
}

function parseAttributes(source: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single] of source.matchAll(attributePattern)) {
    if (attributes.has(name)) throw invalid('it repeats an attribute');
    attributes.set(name, decode((double ?? single ?? '').replaceAll(/[\t\n\r]/g, ' ')));
  }
  return attributes;
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(text: string): string {
  if (/[^\P{Control}\t\n\r]|[\p{Surrogate}\uFFFE\uFFFF]/u.test(text)) throw invalid('it holds control characters');
  return text.replaceAll(
    /&(?:#(\d{1,7})|#x([\dA-Fa-f]{1,6})|(amp|lt|gt|quot|apos));|&/g,
    (_, decimal, hexadecimal, name) => {
      if (typeof name === 'string') return named[name] ?? '';
      const code = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hexadecimal), 16);
      const isCharacter = code >= 0x20 && code <= 0x10_ff_ff && (code < 0xd8_00 || code > 0xdf_ff);
      if (!isCharacter && ![9, 10, 13].includes(code)) throw invalid('it uses an entity that is not known');
      return String.fromCodePoint(code);
    },
  );
}
