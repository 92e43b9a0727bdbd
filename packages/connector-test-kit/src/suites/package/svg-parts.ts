/** Every element and attribute of a drawing, in order, without regard to white space, quotes and how elements end. */
export function svgParts(svg: string): string[] {
  const elements = svg.replaceAll(/<!--[\s\S]*?-->|<\?[\s\S]*?\?>/g, '').matchAll(/<([a-zA-Z][\w:.-]*)([^>]*)>/g);
  return [...elements].flatMap(([, name = '', attributes = '']) => [`<${name}>`].concat(attributeParts(attributes)));
}

function attributeParts(attributes: string): string[] {
  const found = attributes.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g);
  return [...found].map(([, name = '', double, single]) => `${name}=${double ?? single ?? ''}`).toSorted();
}
