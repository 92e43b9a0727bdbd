import { ConnectorError } from '@jackfield/connector-kit';

/** What a request was about: safe to show. */
export interface Subject {
  readonly method: string;
  /** Scheme, host and port. */
  readonly origin: string;
}

/** @param reason the end of a sentence that begins with the origin */
export function badAnswer(subject: Subject, reason: string, status?: number): ConnectorError {
  return new ConnectorError('invalid_response', {
    hint: `${subject.origin} ${reason}.`,
    cause: { ...subject, status },
  });
}
