import { createHash } from 'node:crypto';

/** The source expression (CSP Level 3 §2.3.1) that allows a page's one style element, as the page really has it. */
export function styleSource(html: string): string {
  const style = /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? '';
  return `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
}
