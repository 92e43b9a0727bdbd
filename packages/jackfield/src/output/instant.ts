/** Milliseconds since the epoch in ISO 8601, UTC; empty for none. */
export function instant(time: number | null | undefined): string {
  if (time === null || time === undefined || Number.isNaN(new Date(time).getTime())) return '';
  return new Date(time).toISOString();
}
