import * as z from 'zod';

/** A Twilio SID: what it names, and 32 hexadecimal digits. */
export const sid = (prefix: string) => z.string().regex(new RegExp(`^${prefix}[0-9a-fA-F]{32}$`));
/** What such a SID looks like. */
export const sidExample = (prefix: string): string => prefix + '0123456789abcdef'.repeat(2);
/** A secret: printable ASCII without spaces. */
export const secret = () =>
  z
    .string()
    .max(256)
    .regex(/^[!-~]+$/);
