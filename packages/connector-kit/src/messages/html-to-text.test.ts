import { describe, expect, it } from 'vitest';
import { fillHtml } from './fill-html.ts';
import { htmlToText } from './index.ts';

describe('htmlToText', () => {
  it.each([
    ['<p>One</p><p>Two</p>', 'One\n\nTwo'],
    ['<div>One</div><div>Two</div>', 'One\nTwo'],
    ['One<br>Two<br/><br>Three', 'One\nTwo\n\nThree'],
    ['  <p>\n  One\n  two </p>\n\n', 'One two'],
    ['Your code is <b>123</b>456.', 'Your code is 123456.'],
    ['<ul><li>One</li><li>Two</li></ul>After', '- One\n- Two\n\nAfter'],
    ['<table><tr><td>A</td><td>B</td></tr><tr><td>C</td></tr></table>', 'A B\nC'],
    ['<a href="https://x.test/?a=1&amp;b=2">Go</a> now', 'Go (https://x.test/?a=1&b=2) now'],
    ['<a href="https://x.test/">https://x.test/</a>', 'https://x.test/'],
    ['<a href="mailto:a@b.test">a@b.test</a>', 'a@b.test'],
    ['<a href="https://x.test/"><img src="y"></a>', 'https://x.test/'],
    ['<a href="https://x.test/"><img src="y" alt="Logo"></a>', 'Logo (https://x.test/)'],
    ['<a href="https://x.test/">Go', 'Go (https://x.test/)'],
    ['<a href="javascript:alert(1)">Go</a><a name="x">Here</a>', 'GoHere'],
    [
      '&lt;b&gt; &amp;amp; &quot;&#39;&#x41;&#65;&nbsp;&hellip; &unknown; &#0; &#xD800; &#9999999;',
      '<b> &amp; "\'AA … &unknown; \uFFFD \uFFFD \uFFFD',
    ],
    ['<head><title>T</title><style>p{}</style></head><body>One<script>x("<p>")</script><!-- no --></body>', 'One'],
    ['<head><title>T</title><body>One', 'One'],
    ['<style>p{}', ''],
    ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
    ['<p title="a>b">One</p>', 'One'],
    ['<svg><text>no</text></svg>One', 'One'],
    ['<P>One<BR>Two</P>', 'One\nTwo'],
    ['', ''],
    ['<p', ''],
  ])('%s', (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  it.each([
    '<',
    '<p',
    '<a ',
    '<a b="',
    "<a b='",
    '<a b=',
    '<!--',
    '<!',
    '<script>',
    '<style></styl',
    '</',
    '&',
    '&#',
    '&#1',
    '{{',
    '{{ ',
    '{{a.',
    '<a {{',
    '<head>',
    '<a href="https://x.test">',
    '<a href="https://x.test">x</a> ',
    'a ',
    '&nbsp; ',
    '<br>',
    '<li>',
    ' '.repeat(50),
    '<b',
    '"',
  ])('attack: hostile HTML takes linear time: %j', (piece) => {
    const html = piece.repeat(Math.ceil(60_000 / piece.length));
    const started = performance.now();
    htmlToText(html);
    fillHtml(html, { a: 'x' });
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
