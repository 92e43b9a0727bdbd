/** Colours for a terminal, or nothing at all. */
export interface Style {
  good(text: string): string;
  bad(text: string): string;
  doubtful(text: string): string;
  quiet(text: string): string;
  strong(text: string): string;
}

/** Select Graphic Rendition (ECMA-48 §8.3.117): on and off. */
const renditions = {
  good: [32, 39],
  bad: [31, 39],
  doubtful: [33, 39],
  quiet: [2, 22],
  strong: [1, 22],
} as const satisfies Record<keyof Style, readonly [number, number]>;

/**
 * Colours only where a person looks: on a terminal, and not when `NO_COLOR` (https://no-color.org) is set or the terminal
 * is a `dumb` one.
 */
export function createStyle(isTerminal: boolean, environment: Readonly<Record<string, string | undefined>>): Style {
  const isPlain = !isTerminal || (environment.NO_COLOR ?? '') !== '' || environment.TERM === 'dumb';
  const render = (name: keyof Style) => {
    const [on, off] = renditions[name];
    return (text: string): string => (isPlain ? text : `\u001B[${on}m${text}\u001B[${off}m`);
  };
  return {
    good: render('good'),
    bad: render('bad'),
    doubtful: render('doubtful'),
    quiet: render('quiet'),
    strong: render('strong'),
  };
}
