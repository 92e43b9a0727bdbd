/**
 * What spreadsheets take for a formula: one of these characters (also full-width) at the beginning, behind whatever they
 * skip there.
 */
const formula = /^[\s\p{C}"']*[=+\-@\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}]|^[\t\r\n]/u;

/**
 * One line of CSV (RFC 4180), with its line break. Every field is quoted, and one that a spreadsheet would run as a
 * formula begins with an apostrophe instead.
 */
export function csvLine(fields: readonly string[]): string {
  return `${fields.map(csvField).join(',')}\r\n`;
}

function csvField(field: string): string {
  const text = formula.test(field) ? `'${field}` : field;
  return `"${text.replaceAll('"', '""')}"`;
}
