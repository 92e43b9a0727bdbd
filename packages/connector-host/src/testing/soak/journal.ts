/** What a client knows of a message that it asked for. */
export interface MessageSeen {
  /** An address that is asked for once. */
  readonly to: string;
  readonly kind: 'email' | 'phone';
  /** The client's address. */
  readonly ip: string;
  /**
   * `acknowledged`: the host has handed it over. `refused`: it says that it has not. `unknown`: the connection broke, or
   * the host itself does not know. `not sent`: the request never reached a host.
   */
  readonly sent: 'acknowledged' | 'refused' | 'unknown' | 'not sent';
  /** Why it was not acknowledged. */
  readonly reason: string;
  /** How often a host said that the code was right. */
  verified: number;
  /** Wrong codes that a host has counted. */
  guesses: number;
}

/** What clients know of a person who signs in. */
export interface PersonSeen {
  readonly target: string;
  readonly subject: string;
  /** Sign-ins that ended with a session. */
  signIns: number;
  /** Whom the sessions were of. */
  readonly userIds: Set<string>;
}

/** Whether something was done: as far as clients know. */
export type Certainty = 'acknowledged' | 'unknown';

/** What clients know of a connector. */
export interface ConnectorSeen {
  readonly created: Certainty;
  /** How often its end was acknowledged, by a removal or by a replacement. */
  ends: number;
  /** Whether a request that would have ended it was lost. */
  mayHaveEnded: boolean;
}

/** A change of the connector that all clients change; its name says which. */
export interface ChangeSeen {
  readonly name: string;
  readonly certainty: Certainty;
  /** The version that it made. */
  readonly version?: number;
}

export interface OperationCount {
  acknowledged: number;
  refused: number;
  unknown: number;
}

/** Everything that clients saw. */
export interface Journal {
  requests: number;
  /** By reason. */
  readonly failures: Map<string, number>;
  readonly operations: Map<string, OperationCount>;
  /** What no client may ever see. */
  readonly unexpected: string[];
  readonly messages: MessageSeen[];
  /** By target and subject. */
  readonly people: Map<string, PersonSeen>;
  /** Of addresses that a code has verified: whom the sessions were of. */
  readonly addressUsers: Map<string, Set<string>>;
  /** By id. */
  readonly connectors: Map<string, ConnectorSeen>;
  readonly changes: ChangeSeen[];
}

export function createJournal(): Journal {
  return {
    requests: 0,
    failures: new Map(),
    operations: new Map(),
    unexpected: [],
    messages: [],
    people: new Map(),
    addressUsers: new Map(),
    connectors: new Map(),
    changes: [],
  };
}

export function countOperation({ operations }: Journal, operation: string, state: keyof OperationCount): void {
  const count = operations.get(operation) ?? { acknowledged: 0, refused: 0, unknown: 0 };
  count[state] += 1;
  operations.set(operation, count);
}

export function countFailure({ failures }: Journal, reason: string): void {
  failures.set(reason, (failures.get(reason) ?? 0) + 1);
}

/** @returns the entry of this person, made at the first time */
export function personSeen({ people }: Journal, target: string, subject: string): PersonSeen {
  const key = `${target} ${subject}`;
  const known = people.get(key) ?? { target, subject, signIns: 0, userIds: new Set<string>() };
  people.set(key, known);
  return known;
}
