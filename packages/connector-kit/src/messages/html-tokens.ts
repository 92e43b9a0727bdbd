import { placeholderEnd } from './placeholders.ts';

/** A piece of HTML; the `raw` of all pieces together is the document. */
export type HtmlToken =
  | { readonly kind: 'text'; readonly raw: string }
  /** The content of an element whose content is not HTML: `style`, `script`. */
  | { readonly kind: 'verbatim'; readonly raw: string }
  /** `raw` is `<!--`, `content` and `end`. */
  | { readonly kind: 'comment'; readonly raw: string; readonly content: string; readonly end: string }
  | {
      readonly kind: 'tag';
      readonly raw: string;
      /** In lower case. */
      readonly name: string;
      readonly isEnd: boolean;
      readonly attributes: readonly HtmlAttribute[];
    };

export interface HtmlAttribute {
  /** In lower case. */
  readonly name: string;
  /** As written, entities and all. */
  readonly value: string;
  /** Where the value begins in the tag's `raw`. */
  readonly start: number;
  readonly isQuoted: boolean;
}

const verbatimElements = new Set(['script', 'style', 'xmp', 'iframe', 'noembed', 'noframes', 'plaintext']);

/**
 * Cuts HTML into tokens, as browsers do (HTML Standard §13.2.5), in linear time. `{{placeholders}}` are never cut.
 *
 * @param keepComments `false` takes `<!--` for text: for the content of a comment
 */
export function tokenizeHtml(html: string, keepComments = true): readonly HtmlToken[] {
  const tokens: HtmlToken[] = [];
  const lower = html.toLowerCase();
  let index = 0;
  while (index < html.length) {
    const start = nextMarkup(html, index, keepComments);
    if (start > index) tokens.push({ kind: 'text', raw: html.slice(index, start) });
    if (start === html.length) break;
    const token =
      html.startsWith('<!', start) || html.startsWith('<?', start) ? readComment(html, start) : readTag(html, start);
    tokens.push(token);
    index = start + token.raw.length;
    if (token.kind === 'tag' && !token.isEnd && verbatimElements.has(token.name)) {
      const end = endOfVerbatim(lower, token.name, index);
      if (end > index) tokens.push({ kind: 'verbatim', raw: html.slice(index, end) });
      index = end;
    }
  }
  return tokens;
}

const markupStart = /<(?:\/?[A-Za-z]|[!?])/g;
const tagStart = /<\/?[A-Za-z]/g;

function nextMarkup(html: string, index: number, keepComments: boolean): number {
  const pattern = keepComments ? markupStart : tagStart;
  pattern.lastIndex = index;
  return pattern.exec(html)?.index ?? html.length;
}

function readComment(html: string, start: number): HtmlToken {
  const isReal = html.startsWith('<!--', start);
  const mark = isReal ? '-->' : '>';
  const from = start + (isReal ? 4 : 2);
  const found = html.indexOf(mark, from);
  const end = found === -1 ? html.length : found;
  const close = found === -1 ? '' : mark;
  return { kind: 'comment', raw: html.slice(start, end) + close, content: html.slice(from, end), end: close };
}

function endOfVerbatim(lower: string, name: string, index: number): number {
  const end = lower.indexOf(`</${name}`, index);
  return end === -1 ? lower.length : end;
}

const nameEnd = /[\s/>]|\{\{/g;
const attributeNameEnd = /[\s/>=]|\{\{/g;
const unquotedEnd = /[\s>]|\{\{/g;
const whiteSpaceEnd = /\S/g;

function readTag(html: string, start: number): HtmlToken {
  const isEnd = html[start + 1] === '/';
  const nameStart = start + (isEnd ? 2 : 1);
  let index = endOf(nameEnd, html, nameStart);
  const name = html.slice(nameStart, index).toLowerCase();
  const attributes: HtmlAttribute[] = [];
  while (index < html.length && html[index] !== '>') {
    const attribute = readAttribute(html, index);
    if (attribute.name !== '') attributes.push({ ...attribute, start: attribute.start - start });
    index = attribute.end;
  }
  return { kind: 'tag', raw: html.slice(start, index + 1), name, isEnd, attributes };
}

/** Reads one attribute, or one character between attributes. */
function readAttribute(html: string, index: number): HtmlAttribute & { end: number } {
  if (/[\s/]/.test(html.charAt(index))) return { name: '', value: '', start: index, isQuoted: false, end: index + 1 };
  const afterName = endOf(attributeNameEnd, html, index + 1);
  const name = html.slice(index, afterName).toLowerCase();
  const equals = endOf(whiteSpaceEnd, html, afterName);
  if (html[equals] !== '=') return { name, value: '', start: afterName, isQuoted: false, end: afterName };
  const start = endOf(whiteSpaceEnd, html, equals + 1);
  const quote = html[start];
  if (quote === '"' || quote === "'") {
    const close = html.indexOf(quote, start + 1);
    const end = close === -1 ? html.length : close;
    const value = html.slice(start + 1, end);
    return { name, value, start: start + 1, isQuoted: true, end: Math.min(end + 1, html.length) };
  }
  const end = endOf(unquotedEnd, html, start);
  return { name, value: html.slice(start, end), start, isQuoted: false, end };
}

/** Where `pattern` matches first, from `index` on; placeholders, which it stops at, are passed over as a whole. */
function endOf(pattern: RegExp, html: string, index: number): number {
  pattern.lastIndex = index;
  for (let match = pattern.exec(html); match !== null; match = pattern.exec(html)) {
    if (match[0] !== '{{') return match.index;
    pattern.lastIndex = Math.max(match.index + 1, placeholderEnd(html, match.index));
  }
  return html.length;
}
