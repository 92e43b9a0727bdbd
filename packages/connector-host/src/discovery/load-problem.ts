import { ConnectorError } from '@jackfield/connector-kit';
import { redactText } from '../observe/redact-text.ts';
import { cleanText } from '../observe/clean-text.ts';

/** Characters of a problem. */
const longestProblem = 600;

/** Why a connector cannot be loaded, in the host's own words. */
export class LoadProblem extends Error {}

/** Says in one line what is wrong with a package, and how to mend it. `error` may be anything that its code threw. */
export function loadProblem(error: unknown): string {
  try {
    return cleanText(redactText(describe(error)), longestProblem);
  } catch {
    return 'It threw something unreadable while it was loaded. Install another version of it.';
  }
}

function describe(error: unknown): string {
  if (error instanceof LoadProblem) return error.message;
  if (ConnectorError.isInstance(error)) return `${error.hint ?? error.message} Install another version of it.`;
  if (!(error instanceof Error)) return 'It threw something that is no error while it was loaded.';
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') return describeMissing(error.message);
  if (error instanceof SyntaxError) return `Its code is not JavaScript that this Node can run: ${error.message}`;
  return `It threw while it was loaded: ${error.name}: ${error.message}`;
}

/** Node names a package that is missing, or the path of a file. */
function describeMissing(message: string): string {
  const missing = /^Cannot find (?:package|module) '([^']*)'/.exec(message)?.[1] ?? '';
  return missing === '' || /^(?:[/\\.]|[a-z]:|file:)/i.test(missing)
    ? 'Its files are not complete. Install it again, or build it where it is linked from its sources.'
    : `It imports ${missing}, which is not installed. Install it.`;
}
