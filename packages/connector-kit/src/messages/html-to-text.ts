import { decodeEntities } from './html-text.ts';
import { type HtmlToken, tokenizeHtml } from './html-tokens.ts';

const dropped = new Set([
  'head',
  'title',
  'script',
  'style',
  'template',
  'svg',
  'math',
  'select',
  'textarea',
  'object',
]);
const paragraphs = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'table', 'blockquote', 'pre', 'hr']);
const lines = new Set([
  'address',
  'article',
  'aside',
  'body',
  'center',
  'dd',
  'div',
  'dl',
  'dt',
  'fieldset',
  'figure',
  'footer',
  'form',
  'header',
  'li',
  'main',
  'nav',
  'section',
  'tbody',
  'tfoot',
  'thead',
  'tr',
]);

interface Writer {
  text: string;
  /** Line breaks due before the next word: 2 between paragraphs. */
  breaks: number;
  /** Whether a space is due before the next word. */
  space: boolean;
  /** Whether the last character is a space. */
  endsWithSpace: boolean;
  /** The element whose content is being left out. */
  droppedElement?: string;
  /** The link that is open, and its text so far. */
  link?: { readonly href: string; text: string };
}

/**
 * The plain-text alternative of an HTML mail: blocks become lines, list items get a dash, links are written as
 * `text (url)`, character references are decoded; styles, scripts and comments are left out. Linear in its input.
 */
export function htmlToText(html: string): string {
  const writer: Writer = { text: '', breaks: 0, space: false, endsWithSpace: true };
  for (const token of tokenizeHtml(html)) {
    if (token.kind === 'tag') writeTag(writer, token);
    else if (token.kind === 'text' && writer.droppedElement === undefined) writeText(writer, token.raw);
  }
  closeLink(writer);
  return writer.text;
}

function writeText(writer: Writer, raw: string): void {
  for (const [index, word] of decodeEntities(raw)
    .split(/[ \t\r\n\f]+/)
    .entries()) {
    if (index > 0) writer.space = true;
    if (word !== '') writeWord(writer, word.replaceAll('\u00A0', ' '));
  }
}

function writeWord(writer: Writer, word: string): void {
  const gap = gapBefore(writer);
  writer.text += gap + word;
  if (writer.link !== undefined) writer.link.text += (writer.link.text === '' ? '' : gap) + word;
  writer.endsWithSpace = word.endsWith(' ');
  writer.breaks = 0;
  writer.space = false;
}

function gapBefore(writer: Writer): string {
  if (writer.text === '') return '';
  if (writer.breaks > 0) return '\n'.repeat(writer.breaks);
  return writer.space && !writer.endsWithSpace ? ' ' : '';
}

function writeTag(writer: Writer, token: HtmlToken & { kind: 'tag' }): void {
  const { name, isEnd } = token;
  if (writer.droppedElement !== undefined) {
    const isOver = isEnd ? name === writer.droppedElement : name === 'body';
    if (isOver) delete writer.droppedElement;
    return;
  }
  if (!isEnd && dropped.has(name) && !token.raw.endsWith('/>')) writer.droppedElement = name;
  else if (name === 'a') writeLink(writer, token);
  else if (name === 'br') breakLine(writer, Math.min(2, writer.breaks + 1));
  else if (name === 'img' && !isEnd) writeText(writer, attributeOf(token, 'alt'));
  else if (name === 'td' || name === 'th') writer.space = true;
  else if (paragraphs.has(name)) breakLine(writer, 2);
  else if (lines.has(name)) breakLine(writer, 1);
  if (name === 'li' && !isEnd) writeWord(writer, '- ');
}

function breakLine(writer: Writer, breaks: number): void {
  writer.breaks = Math.max(writer.breaks, breaks);
}

function writeLink(writer: Writer, token: HtmlToken & { kind: 'tag' }): void {
  closeLink(writer);
  const href = decodeEntities(attributeOf(token, 'href')).trim();
  if (!token.isEnd && /^(?:https?|mailto|tel):/i.test(href)) writer.link = { href, text: '' };
}

/** Adds the address, unless the text says it already. */
function closeLink(writer: Writer): void {
  if (writer.link === undefined) return;
  const { href, text } = writer.link;
  delete writer.link;
  if (text === '') writeWord(writer, href);
  else if (text !== href && text !== href.replace(/^(?:mailto|tel):/i, '')) writer.text += ` (${href})`;
}

function attributeOf(token: HtmlToken & { kind: 'tag' }, name: string): string {
  return token.attributes.find((attribute) => attribute.name === name)?.value ?? '';
}
