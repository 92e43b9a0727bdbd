import { invalid, type SvgElement } from './svg-parser.ts';
import { localReference, urlReferences } from './svg-rules.ts';

/** Elements drawn when every reference is followed. */
const maximumDrawn = 20_000;
/** Elements within, or referred to by, one another. */
const maximumDepth = 256;

/**
 * Refuses drawings whose few lines become endless when drawn: each part uses the one before it several times
 * ("billion laughs"), or itself.
 *
 * @throws `invalid_metadata`
 */
export function checkReferences(root: SvgElement): void {
  const byId = new Map(elementsOf(root).map((element) => [element.attributes.get('id') ?? '', element]));
  const known = new Map<SvgElement, number>();
  const open = new Set<SvgElement>();
  const drawn = (element: SvgElement): number => {
    if (open.has(element)) throw invalid('its parts refer to one another in a circle');
    const before = known.get(element);
    if (before !== undefined) return before;
    if (open.size >= maximumDepth) throw invalid('its parts refer to one another too deeply');
    open.add(element);
    const children = element.children.filter((child) => typeof child !== 'string');
    const targets = referencesOf(element).flatMap((id) => byId.get(id) ?? []);
    const total = [...children, ...targets].reduce((sum, each) => sum + drawn(each), 1);
    if (total > maximumDrawn) throw invalid('its parts refer to one another too often');
    open.delete(element);
    known.set(element, total);
    return total;
  };
  drawn(root);
}

function elementsOf(element: SvgElement): readonly SvgElement[] {
  const children = element.children.filter((child) => typeof child !== 'string');
  return [element, ...children.flatMap(elementsOf)];
}

function referencesOf(element: SvgElement): readonly string[] {
  return Array.from(element.attributes).flatMap(([name, value]) => {
    const target = name === 'href' ? localReference(value) : undefined;
    return target === undefined ? urlReferences(value) : [target];
  });
}
