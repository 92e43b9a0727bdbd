import { describe, expect, it } from 'vitest';
import { fillHtml } from './fill-html.ts';
import { fillText } from './fill-text.ts';

const refusal = expect.objectContaining({ code: 'invalid_request_parameters' });

describe('variables', () => {
  const payload = {
    code: '123456',
    user: { name: 'Ann', address: { city: 'Ghent' } },
    count: 0,
    yes: true,
    list: ['a'],
    nothing: null,
    missing: undefined,
    call: () => 'called',
    big: Number.NaN,
  };

  it.each([
    ['{{code}} {{ code }} {{\tcode }}', '123456 123456 123456'],
    ['{{user.name}} of {{user.address.city}}', 'Ann of Ghent'],
    ['{{count}} {{yes}}', '0 true'],
    ['{{nobody}} {{nobody.name}} {{ nobody }}', '{{nobody}} {{nobody.name}} {{ nobody }}'],
    ['[{{user.age}}] [{{user.address.street.number}}]', '[] []'],
    ['[{{user}}] [{{list}}] [{{list.0}}] [{{nothing}}] [{{missing}}] [{{call}}] [{{big}}]', '[] [] [] [] [] [] []'],
    ['{{}} {{ }} {{a b}} {code} {{code}', '{{}} {{ }} {{a b}} {code} {{code}'],
  ])('%s', (template, filled) => {
    expect(fillText(template, payload)).toBe(filled);
    expect(fillHtml(template, payload)).toBe(filled);
  });

  it('attack: {{constructor}}, {{__proto__.x}} are nothing special', () => {
    const template =
      '{{constructor}}{{__proto__.x}}{{toString}}[{{code.length}}{{list.length}}{{user.constructor.name}}]';
    const kept = '{{constructor}}{{__proto__.x}}{{toString}}[]';
    expect(fillText(template, payload)).toBe(kept);
    expect(fillHtml(template, payload)).toBe(kept);
  });

  it('attack: {{__proto__.x}} of a payload parsed from JSON is its own data', () => {
    const parsed = JSON.parse('{"__proto__":{"x":"own"}}') as Record<string, unknown>;
    expect(fillText('{{__proto__.x}}', parsed)).toBe('own');
  });

  it('attack: getters in the payload are not run', () => {
    const getter = {
      user: {
        get name(): string {
          throw new Error('run');
        },
      },
    };
    expect(fillText('[{{user.name}}]', getter)).toBe('[]');
  });

  it('attack: $& and $1 in values are text', () => {
    expect(fillText('{{code}}', { code: "$& $1 $$ $` $'" })).toBe("$& $1 $$ $` $'");
    expect(fillHtml('<p>{{code}}</p>', { code: '$& $1' })).toBe('<p>$&amp; $1</p>');
  });

  it('a value is not a template', () => {
    expect(fillText('{{code}}', { code: '{{secret}}', secret: 'S' })).toBe('{{secret}}');
    expect(fillHtml('{{code}}', { code: '{{secret}}', secret: 'S' })).toBe('{{secret}}');
  });

  it('attack: a value blown up, or with control characters, is refused without being repeated', () => {
    for (const code of ['CANARY'.repeat(1000), 'CANARY\u0007', 'CANARY\u001B[31m', 'CANARY\uDFFF']) {
      for (const fill of [fillText, fillHtml]) {
        expect(() => fill('{{code}}', { code })).toThrow(refusal);
        expect(() => fill('{{code}}', { code })).not.toThrow(/CANARY/);
      }
    }
    expect(fillText('{{code}}', { code: 'two\r\n\tlines' })).toBe('two\r\n\tlines');
  });
});

describe('HTML', () => {
  const evil = `"><img src=x onerror=alert(1)>'&`;

  it('attack: HTML injected through template variables', () => {
    const escaped = '&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&#39;&amp;';
    expect(fillHtml('<p title="{{x}}">{{x}}</p>', { x: evil })).toBe(`<p title="${escaped}">${escaped}</p>`);
    expect(fillHtml("<p title='{{x}}'>", { x: evil })).toBe(`<p title='${escaped}'>`);
  });

  it('attack: HTML injected into an attribute without quotes', () => {
    expect(fillHtml('<p title={{x}} id=a>', { x: 'a onclick=b>' })).toBe('<p title=a&#32;onclick&#61;b&#62; id=a>');
    expect(fillHtml('<p {{x}}>', { x: 'onclick="a"' })).not.toMatch(/[="]/);
    expect(fillHtml('<p title={{ x }}', { x: 'a b' })).toBe('<p title=a&#32;b');
  });

  it('attack: HTML injected into styles, scripts and event handlers keeps words only', () => {
    const x = `red;}</style><script>alert("1")</script>url(//e)`;
    const words = 'redstylescriptalert1scripturle';
    expect(fillHtml('<style>p{color:{{x}}}</style>', { x })).toBe(`<style>p{color:${words}}</style>`);
    expect(fillHtml('<script>f("{{x}}")</script>', { x })).toBe(`<script>f("${words}")</script>`);
    expect(fillHtml('<p style="color:{{x}}" onclick="f({{x}})">', { x })).toBe(
      `<p style="color:${words}" onclick="f(${words})">`,
    );
    expect(fillHtml('<p style="color:{{x}}">', { x: '#fff, 10.5%' })).toBe('<p style="color:#fff, 10.5%">');
  });

  it('attack: HTML injected into a comment cannot end it', () => {
    expect(fillHtml('<!-- {{x}} -->', { x: '--><b>' })).toBe('<!-- --&gt;&lt;b&gt; -->');
    expect(
      fillHtml('<!--[if mso]><a href="{{link}}">{{x}}</a><![endif]-->', { link: 'https://x.test/?a&b', x: '<' }),
    ).toBe('<!--[if mso]><a href="https://x.test/?a&amp;b">&lt;</a><![endif]-->');
    expect(() => fillHtml('<!--<a href="{{x}}">-->', { x: 'javascript:a' })).toThrow(refusal);
  });

  it('leaves the template as it is', () => {
    const template = '<!doctype html><P Class=a  id = "b">1 < 2 & {x} <br/>\n</P><?php ?><![CDATA[x]]><a href="x:y">';
    expect(fillHtml(template, { x: 1 })).toBe(template);
  });
});

describe('links', () => {
  it.each([
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    '//evil.test',
    '\\\\evil.test',
    'https:evil.test',
    'https://a.test\\@evil.test',
    'https://bank.test@evil.test/',
    'https://user:pass@evil.test/',
    'https://a.test/ b',
    'https://',
    'x',
  ])('attack: javascript: in {{link}} and its like: %j', (link) => {
    for (const name of ['link', 'resetLink', 'LOGO_URL', 'uri', 'xHref']) {
      expect(() => fillText(`{{a.${name}}}`, { a: { [name]: link } })).toThrow(refusal);
      expect(() => fillHtml(`<p>{{${name}}}</p>`, { [name]: link })).toThrow(refusal);
    }
    for (const attribute of ['href', 'HREF', 'src', 'action', 'background', 'xlink:href']) {
      expect(() => fillHtml(`<a ${attribute}="{{x}}">`, { x: link })).toThrow(refusal);
      expect(() => fillHtml(`<a ${attribute}={{x}}>`, { x: link })).toThrow(refusal);
    }
  });

  it('attack: javascript: put together from template and value', () => {
    expect(() => fillHtml('<a href="java{{x}}">', { x: 'script:alert(1)' })).toThrow(refusal);
    expect(() => fillHtml('<a href="{{x}}:alert(1)">', { x: 'javascript' })).toThrow(refusal);
    expect(() => fillHtml('<a href="&#106;avascript:{{x}}">', { x: 'a' })).toThrow(refusal);
    expect(() => fillHtml('<a href="https://a.test{{x}}">', { x: '@evil.test' })).toThrow(refusal);
  });

  it.each([
    ['<a href="{{link}}">', '<a href="https://x.test/a?b=1&amp;c=%20#d">'],
    ["<img src='{{ link }}'>", "<img src='https://x.test/a?b=1&amp;c=%20#d'>"],
    ['<a href="mailto:{{mail}}">', '<a href="mailto:a@b.test">'],
    ['<a href="https://y.test/{{code}}">', '<a href="https://y.test/1">'],
    ['<a href="https://y.test/?n={{name}}&amp;m=1">', '<a href="https://y.test/?n=A%20%26%20B&amp;m=1">'],
    [
      '<a href="https://y.test/?u={{link}}">',
      '<a href="https://y.test/?u=https%3A%2F%2Fx.test%2Fa%3Fb%3D1%26c%3D%2520%23d">',
    ],
    ['<a href="{{nobody}}">', '<a href="{{nobody}}">'],
    ['<a href="{{empty}}">', '<a href="">'],
    ['<a href="#top" name="{{name}}">', '<a href="#top" name="A &amp; B">'],
  ])('fills %s', (template, filled) => {
    const payload = { link: 'https://x.test/a?b=1&c=%20#d', code: '1', mail: 'a@b.test', name: 'A & B', empty: '' };
    expect(fillHtml(template, payload)).toBe(filled);
  });
});
