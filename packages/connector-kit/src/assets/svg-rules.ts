/** Elements that draw, and those that drawing refers to. No script, style, link, image, animation, filter or foreign content. */
export const allowedElements: ReadonlySet<string> = new Set([
  'svg',
  'g',
  'defs',
  'symbol',
  'use',
  'title',
  'desc',
  'path',
  'rect',
  'circle',
  'ellipse',
  'line',
  'polyline',
  'polygon',
  'linearGradient',
  'radialGradient',
  'stop',
  'clipPath',
  'mask',
  'text',
  'tspan',
]);

/** Elements whose text is kept. */
export const textElements: ReadonlySet<string> = new Set(['title', 'desc', 'text', 'tspan']);

const presentation = [
  'fill',
  'fill-opacity',
  'fill-rule',
  'stroke',
  'stroke-width',
  'stroke-linecap',
  'stroke-linejoin',
  'stroke-miterlimit',
  'stroke-dasharray',
  'stroke-dashoffset',
  'stroke-opacity',
  'opacity',
  'color',
  'stop-color',
  'stop-opacity',
  'clip-path',
  'clip-rule',
  'mask',
  'mask-type',
  'display',
  'visibility',
  'transform',
  'transform-origin',
  'vector-effect',
  'paint-order',
  'shape-rendering',
  'text-rendering',
  'color-interpolation',
  'font-family',
  'font-size',
  'font-style',
  'font-weight',
  'letter-spacing',
  'word-spacing',
  'text-anchor',
  'dominant-baseline',
  'isolation',
  'mix-blend-mode',
];

/** Properties that a `style` attribute may set; they are written as attributes. */
export const styleProperties: ReadonlySet<string> = new Set(presentation);

export const allowedAttributes: ReadonlySet<string> = new Set([
  ...presentation,
  'id',
  'viewBox',
  'preserveAspectRatio',
  'width',
  'height',
  'x',
  'y',
  'x1',
  'y1',
  'x2',
  'y2',
  'cx',
  'cy',
  'r',
  'rx',
  'ry',
  'fx',
  'fy',
  'fr',
  'd',
  'points',
  'pathLength',
  'dx',
  'dy',
  'rotate',
  'textLength',
  'lengthAdjust',
  'offset',
  'gradientUnits',
  'gradientTransform',
  'spreadMethod',
  'clipPathUnits',
  'maskUnits',
  'maskContentUnits',
  'role',
  'aria-label',
  'aria-hidden',
  'aria-labelledby',
]);

const allowedFunctions = new Set([
  'url',
  'rgb',
  'rgba',
  'hsl',
  'hsla',
  'matrix',
  'translate',
  'scale',
  'rotate',
  'skewx',
  'skewy',
]);

/** The `id` that a reference within the drawing names. */
export function localReference(value: string): string | undefined {
  return /^#([A-Za-z_][\w.-]*)$/.exec(value.trim())?.[1];
}

/** The ids that `url(#…)` in a value names; every other use of `url` makes the value unsafe. */
export function urlReferences(value: string): readonly string[] {
  return Array.from(value.matchAll(/\burl\(\s*(["']?)#([A-Za-z_][\w.-]*)\1\s*\)/gi), (match) => match[2] ?? '');
}

/** Whether a value is free of everything that loads, runs or hides something: CSS escapes, comments, other functions. */
export function isSafeValue(name: string, value: string): boolean {
  if (name === 'id') return /^[A-Za-z_][\w.-]*$/.test(value);
  if (name.startsWith('aria-') || name === 'role') return true;
  if (!/^[\w\s#%.,+\-()"']*$/.test(value)) return false;
  const functions = Array.from(value.matchAll(/([\w-]*)\s*\(/g), (match) => (match[1] ?? '').toLowerCase());
  const urls = functions.filter((each) => each === 'url').length;
  return functions.every((each) => allowedFunctions.has(each)) && urls === urlReferences(value).length;
}
