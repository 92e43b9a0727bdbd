import type { Comparison } from '../suites/suite.ts';

const rowHeight = 26;
const labelWidth = 190;
const barWidth = 420;
const top = 56;

/**
 * Bars of CPU per operation against that of the first, as an SVG that is readable on light and dark pages.
 *
 * @param comparison a colour each for one operation in flight and for many
 */
export function chart({ title, measurements }: Comparison): string {
  const longest = Math.max(...measurements.map(({ ratio }) => ratio.median));
  const height = top + measurements.length * rowHeight + 12;
  const bars = measurements.map(({ name, inFlight, ratio }, index) => {
    const y = top + index * rowHeight;
    const width = Math.max(1, (ratio.median / longest) * barWidth);
    return [
      `<text x="${labelWidth - 8}" y="${y + 16}" text-anchor="end">${escape(name)}, ${inFlight}</text>`,
      `<rect x="${labelWidth}" y="${y + 3}" width="${width.toFixed(1)}" height="18" rx="3" fill="${colourOf(inFlight)}"/>`,
      `<text x="${(labelWidth + width + 8).toFixed(1)}" y="${y + 16}">${ratio.median.toFixed(2)} ×</text>`,
    ].join('');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${labelWidth + barWidth + 70} ${height}" role="img">
<title>${escape(title)}: CPU per operation against the first</title>
<style>text{font:13px system-ui,sans-serif;fill:#24292f}@media(prefers-color-scheme:dark){text{fill:#e6edf3}}</style>
<text x="12" y="24" font-weight="600">${escape(title)}</text>
<text x="12" y="44">CPU per operation, the first = 1; operations in flight behind the name; less is better</text>
${bars.join('\n')}
</svg>
`;
}

const colourOf = (inFlight: number): string => (inFlight === 1 ? '#4a7dd6' : '#2f9e77');

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
