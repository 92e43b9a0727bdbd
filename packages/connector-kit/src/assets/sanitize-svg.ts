import { checkReferences } from './svg-references.ts';
import { invalid, parseSvg, type SvgElement } from './svg-parser.ts';
import {
  allowedAttributes,
  allowedElements,
  isSafeValue,
  localReference,
  styleProperties,
  textElements,
} from './svg-rules.ts';

const svgNamespace = 'http://www.w3.org/2000/svg';

/**
 * Writes a drawing anew with nothing but listed elements and attributes: no scripts, event handlers, styles, animations,
 * images, foreign content, or references other than to its own parts. What is not listed is left out with all that it
 * holds.
 *
 * @throws `invalid_metadata` when `text` is not an SVG, not well-formed, declares entities, or its parts refer to one
 *   another in a circle or so often that drawing it would never end
 */
export function sanitizeSvg(text: string): string {
  const root = parseSvg(text);
  if (root.name !== 'svg' || !isInNamespace(root)) throw invalid('its root is not an svg element');
  const clean = cleanElement(root);
  checkReferences(clean);
  return serialize(clean, ` xmlns="${svgNamespace}"`);
}

function isInNamespace(element: SvgElement): boolean {
  return (element.attributes.get('xmlns') ?? svgNamespace) === svgNamespace;
}

function cleanElement(element: SvgElement): SvgElement {
  const keepsText = textElements.has(element.name);
  const children = element.children.flatMap((child): readonly (SvgElement | string)[] => {
    if (typeof child === 'string') return keepsText ? [child] : [];
    return allowedElements.has(child.name) && isInNamespace(child) ? [cleanElement(child)] : [];
  });
  return { name: element.name, attributes: cleanAttributes(element), children };
}

function cleanAttributes(element: SvgElement): ReadonlyMap<string, string> {
  const clean = new Map<string, string>();
  for (const [name, value] of element.attributes) {
    if (allowedAttributes.has(name) && isSafeValue(name, value)) clean.set(name, value);
  }
  for (const [name, value] of styleDeclarations(element.attributes.get('style') ?? '')) {
    if (styleProperties.has(name) && isSafeValue(name, value)) clean.set(name, value);
  }
  const reference = localReference(element.attributes.get('href') ?? element.attributes.get('xlink:href') ?? '');
  if (reference !== undefined) clean.set('href', `#${reference}`);
  return clean;
}

function styleDeclarations(style: string): readonly (readonly [string, string])[] {
  return style.split(';').map((declaration) => {
    const colon = declaration.indexOf(':');
    return [declaration.slice(0, Math.max(colon, 0)).trim(), declaration.slice(colon + 1).trim()] as const;
  });
}

function serialize(element: SvgElement, namespace = ''): string {
  const attributes = Array.from(element.attributes, ([name, value]) => ` ${name}="${escapeAttribute(value)}"`).join('');
  const start = `<${element.name}${namespace}${attributes}`;
  const content = element.children.map((child) => (typeof child === 'string' ? escapeText(child) : serialize(child)));
  return content.length > 0 ? `${start}>${content.join('')}</${element.name}>` : `${start}/>`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');
}

function escapeAttribute(value: string): string {
  return escapeText(value).replaceAll('"', '&quot;').replaceAll('\t', '&#9;').replaceAll('\n', '&#10;');
}
