import { ConnectorError, type GetSession } from '@jackfield/connector-kit';
import * as z from 'zod';

const lifetime = 10 * 60 * 1000;

const sessionGuard = z.looseObject({
  state: z.string(),
  redirectUri: z.string(),
  client: z.string(),
  startedAt: z.number(),
  verifier: z.string().optional(),
});

export type TinySession = z.infer<typeof sessionGuard>;

/** What the callback is checked against. */
interface Expectations {
  state: string | undefined;
  client: string;
  now: number;
  stateCheckedByCaller: boolean;
}

/** Takes the session and checks that it is this sign-in's. */
export async function takeSession(getSession: GetSession, expected: Expectations): Promise<TinySession> {
  const { state, client, now, stateCheckedByCaller } = expected;
  if (state === undefined && !stateCheckedByCaller) throw invalid();
  const session = sessionGuard.safeParse(await getSession(state));
  if (!session.success) throw invalid();
  const isOfThisSignIn = state === undefined || session.data.state === state;
  if (!isOfThisSignIn || session.data.client !== client || now - session.data.startedAt > lifetime) throw invalid();
  return session.data;
}

function invalid(): ConnectorError {
  return new ConnectorError('session_invalid', { hint: 'Start the sign-in again.' });
}
