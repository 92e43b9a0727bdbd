/** Whom a limit per recipient counts: the address without a tag (`ada+1@`), which would be a way around the limit. */
export function mailbox(address: string): string {
  return address.replace(/\+[^@]*@/, '@');
}
