import { describe, expect, it } from 'vitest';
import { sanitizeSvg } from './index.ts';

const xmlns = 'xmlns="http://www.w3.org/2000/svg"';
const svg = (content: string, attributes = ''): string => `<svg ${xmlns}${attributes}>${content}</svg>`;

/** What is left of the content of a drawing. */
const cleaned = (content: string): string =>
  sanitizeSvg(svg(content))
    .replace(/^<svg [^>]*?\/?>/, '')
    .replace(/<\/svg>$/, '');

const refusal = expect.objectContaining({
  code: 'invalid_metadata',
  hint: expect.stringContaining('This SVG is refused'),
});

describe('sanitizeSvg keeps', () => {
  it('a usual logo', () => {
    const logo = svg(
      '<title>Logo &amp; more</title><defs><linearGradient id="a" x1="0" gradientTransform="rotate(45 1 2)">' +
        '<stop offset="0%" stop-color="#fff"/></linearGradient><clipPath id="c"><circle cx="1" cy="2" r="3"/></clipPath></defs>' +
        '<g fill="url(#a)" clip-path="url(#c)" transform="translate(1,2) scale(.5)"><path d="M0 0L10-1.5e3z"/></g>' +
        '<use href="#c"/><text x="1" font-family="\'A B\', serif">Hi<tspan> you</tspan></text>',
      ' viewBox="0 0 24 24" role="img" aria-label="Logo: it\'s"',
    );
    expect(sanitizeSvg(logo)).toBe(logo);
  });

  it('the drawing, not its prologue', () => {
    const text = `\uFEFF<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n<svg ${xmlns} width='1'>\n <path\n d='M0'\n/></svg>\n`;
    expect(sanitizeSvg(text)).toBe(`<svg ${xmlns} width="1"><path d="M0"/></svg>`);
  });

  it('styles as attributes', () => {
    expect(cleaned('<path style="fill:#000; stroke : url(#a) ;behavior:url(#x);fill-opacity:.5" fill="red"/>')).toBe(
      '<path fill="#000" stroke="url(#a)" fill-opacity=".5"/>',
    );
  });

  it('xlink references to its own parts, as href', () => {
    expect(cleaned('<g id="a"/><use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href=" #a "/>')).toBe(
      '<g id="a"/><use href="#a"/>',
    );
  });

  it('text of CDATA where text is kept, escaped', () => {
    expect(cleaned('<title><![CDATA[<script>alert(1)</script>]]></title>')).toBe(
      '<title>&lt;script&gt;alert(1)&lt;/script&gt;</title>',
    );
  });

  it('what it has written', () => {
    const once = sanitizeSvg(svg('<text>a\n"b" &lt;</text><path style="fill:red" d="M0\n1&#10;2"/>'));
    expect(once).toContain('d="M0 1&#10;2"');
    expect(sanitizeSvg(once)).toBe(once);
  });
});

describe('sanitizeSvg leaves out', () => {
  it.each([
    ['script', '<script>alert(1)</script>'],
    ['script by reference', '<script href="https://evil.test/x.js"/>'],
    ['script in capitals', '<SCRIPT>alert(1)</SCRIPT>'],
    ['script with a prefix', '<svg:script xmlns:svg="http://www.w3.org/2000/svg">alert(1)</svg:script>'],
    ['script of another namespace', '<g xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></g>'],
    ['a drawing element of another namespace', '<path xmlns="http://www.w3.org/1999/xhtml"/>'],
    ['a style element', '<style>@import "https://evil.test";</style>'],
    ['a style element of CDATA', '<style><![CDATA[*{fill:url(https://evil.test)}]]></style>'],
    [
      'foreign content',
      '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="javascript:alert(1)"/></foreignObject>',
    ],
    ['links', '<a href="javascript:alert(1)"><path d="M0"/></a>'],
    ['images', '<image href="https://evil.test/x.png"/>'],
    ['animation', '<animate attributeName="href" to="javascript:alert(1)"/><set attributeName="onload" to="x"/>'],
    ['filters', '<filter id="f"><feImage href="https://evil.test"/></filter>'],
    ['frames, media, handlers', '<iframe/><video/><audio/><handler/><embed/><object/>'],
    ['text between elements', 'text &lt;script&gt;'],
    ['comments and instructions', '<!-- <script> --><?xml-stylesheet href="https://evil.test/x.css"?>'],
    ['a comment that browsers end early', '<!--> <script>alert(1)</script> -->'],
    ['metadata and editors’ elements', '<metadata/><sodipodi:namedview xmlns:sodipodi="x"/>'],
  ])('attack: SVG with script in it: %s', (_, content) => {
    expect(cleaned(content)).toBe('');
  });

  it.each([
    ['event handlers', 'onload="alert(1)"'],
    ['event handlers in capitals', 'ONLOAD="alert(1)"'],
    ['references elsewhere', 'href="https://evil.test/x.svg#a"'],
    ['references elsewhere with xlink', 'xlink:href="https://evil.test/x.svg#a"'],
    ['script references', 'href="javascript:alert(1)"'],
    ['data references', 'href="data:image/svg+xml,x#a"'],
    ['paint from elsewhere', 'fill="url(https://evil.test/#a)"'],
    ['paint from elsewhere after paint from here', 'fill="url(#a) url(//evil.test)"'],
    ['paint with CSS escapes', 'fill="u\\72l(//evil.test)"'],
    ['paint with an escaped letter', 'fill="&#117;rl(//evil.test)"'],
    ['paint with a CSS comment', 'fill="url/**/(//evil.test)"'],
    ['paint from a file beside it', 'fill="url(evil.svg)" mask="url(evil.svg#a)"'],
    ['values with other characters', 'fill="red;x:y" color="a\\b" font-family="@x" stroke="{}"'],
    ['paint in capitals', 'fill="URL(//evil.test)"'],
    ['paint in odd quotes', 'fill="url(&quot;//evil.test#&quot;)"'],
    ['other CSS functions', 'fill="image-set(\'x\' 1x)" mask="expression(alert(1))" d="var(--x)"'],
    ['styles that load', 'style="fill:url(https://evil.test);background:url(https://evil.test);@import \'x\'"'],
    ['classes, data, namespaces', 'class="a" data-x="y" xmlns:x="y" x:y="z" xml:base="https://evil.test"'],
    ['bad ids', 'id="a b"'],
  ])('attack: SVG with script in it: %s', (_, attributes) => {
    expect(cleaned(`<path ${attributes}/>`)).toBe('<path/>');
  });
});

describe('sanitizeSvg refuses', () => {
  it.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['HTML', '<!doctype html><html><body><svg/></body></html>'],
    ['another root', '<g xmlns="http://www.w3.org/2000/svg"/>'],
    ['another namespace', '<svg xmlns="http://www.w3.org/1999/xhtml"/>'],
    ['a prefix', '<svg:svg xmlns:svg="http://www.w3.org/2000/svg"/>'],
    ['two roots', `${svg('')}${svg('')}`],
    ['text after the root', `${svg('')}x`],
    ['CDATA after the root', `${svg('')}<![CDATA[<script/>]]>`],
    ['tags that do not match', '<svg><g></svg></g>'],
    ['an unclosed tag', '<svg><g>'],
    ['an unclosed attribute', '<svg id="a>'],
    ['a closing tag too many', '<svg/></svg>'],
    ['attributes without quotes', '<svg width=1/>'],
    ['attributes without value', '<svg hidden/>'],
    ['a repeated attribute', '<svg id="a" id="b"/>'],
    ['a tag in an attribute', '<svg id="<b>"/>'],
    ['attributes that touch', '<svg id="a"width="1"/>'],
    ['declared entities', '<!DOCTYPE svg [<!ENTITY x "y">]><svg>&x;</svg>'],
    ['external entities', '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg><text>&x;</text></svg>'],
    ['unknown entities', svg('<text>&nbsp;</text>')],
    ['a lone ampersand', svg('<text>a & b</text>')],
    ['entities for control characters', svg('<text>&#0;</text>')],
    ['entities beyond Unicode', svg('<text>&#x110000;</text>')],
    ['control characters', svg('<text>\u0001</text>')],
    ['an unclosed comment', '<svg><!-- </svg>'],
    ['an unclosed CDATA', '<svg><![CDATA[ </svg>'],
    ['a circle of references', svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>')],
    ['a reference to what holds it', svg('<use href="#s"/>', ' id="s"')],
    ['too deep nesting', svg(`${'<g>'.repeat(100)}${'</g>'.repeat(100)}`)],
    ['too many elements', svg('<g/>'.repeat(6000))],
    ['too much text', svg(`<text>${'x'.repeat(300_000)}</text>`)],
  ])('%s', (_, text) => {
    expect(() => sanitizeSvg(text)).toThrow(refusal);
  });

  it('attack: billion laughs by use', () => {
    const levels = Array.from({ length: 30 }, (_, index) => {
      const use = `<use href="#l${index - 1}"/>`;
      return `<g id="l${index}">${index === 0 ? '<path/>' : use.repeat(10)}</g>`;
    });
    expect(() => sanitizeSvg(svg(levels.join('')))).toThrow(refusal);
    expect(() => sanitizeSvg(svg(levels.toReversed().join('')))).toThrow(refusal);
  });

  it('attack: a long chain of references does not exhaust the stack', () => {
    const chain = Array.from({ length: 2400 }, (_, index) => `<g id="l${index}"><use href="#l${index + 1}"/></g>`);
    expect(() => sanitizeSvg(svg(chain.join('')))).toThrow(refusal);
  });

  it.each(['<svg ', '<svg a="', '<!--', '<!-- - ', '<?', '<![CDATA[', '<!DOCTYPE ', '&', '<svg a="b" ', '<a:', ' '])(
    'attack: hostile text takes linear time: %j',
    (piece) => {
      const started = performance.now();
      expect(() => sanitizeSvg(`<svg>${piece.repeat(Math.floor(250_000 / piece.length))}`)).toThrow(refusal);
      expect(() => sanitizeSvg(piece.repeat(Math.floor(250_000 / piece.length)))).toThrow(refusal);
      expect(performance.now() - started).toBeLessThan(2000);
    },
  );
});
