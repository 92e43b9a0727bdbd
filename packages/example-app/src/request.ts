import type { Context } from 'hono';

const returnPaths = ['/', '/#account', '/#code'];

/** Where to go after a sign-in: only to a place of our own that is on the list (no open redirect). */
export function returnPath(wanted: unknown): string {
  return returnPaths.find((path) => path === wanted) ?? '/';
}

/** A field of the form that was sent; empty when it is missing. */
export async function textField(c: Context, name: string): Promise<string> {
  return new URLSearchParams(await c.req.text()).get(name)?.trim() ?? '';
}

/** The visitor's languages as `Accept-Language` lists them, separated by spaces, the most wanted first; else English. */
export function languagesOf(c: Context): string {
  const ranges = (c.req.header('accept-language') ?? '').split(',').map((range) => range.split(';')[0]?.trim() ?? '');
  const tags = ranges.filter((range) => /^[a-z]{2,8}(-[a-z\d]{1,8}){0,3}$/i.test(range));
  return tags.slice(0, 10).join(' ') || 'en';
}
