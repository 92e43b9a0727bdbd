/** Who the audit log names: whoever may run the command on this machine. */
export const actor = 'cli';
