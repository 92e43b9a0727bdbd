import type { Answer } from '../../oidc/scripted/variant.ts';
import { faults } from '../../oidc/variants/answers.ts';
import { json } from '../api/answer.ts';
import type { LogtoRequest } from '../api/request.ts';
import type { LogtoContext, LogtoVariant } from './variant.ts';

/** The endpoints at which each fault can occur. */
export const faultyEndpoints = {
  token: 'Token endpoint',
  users: 'Users',
  organizations: 'Organizations',
  organization: 'Single organization',
  members: 'Members',
  'organization-roles': 'Organization roles',
} as const;

type Change = (answer: Answer, request: LogtoRequest, context: LogtoContext) => Answer;
type Fault = readonly [description: string, change: Change];

const redirected =
  (status: number): Change =>
  (answer, _request, { trapOrigin }) => ({
    ...answer,
    status,
    headers: { location: `${trapOrigin}/redirected` },
    body: '',
  });

/** Also in the middle of a walk, and gone when it is tried again. */
const nowAndThen =
  (change: Change): Change =>
  (answer, request, context) =>
    request.attempt === 1 && request.count % 3 === 0 ? change(answer, request, context) : answer;

const {
  'redirect-302': [found],
  'redirect-307': [kept],
  ...plainFaults
} = faults;

const bodyInstead =
  (body: string): Change =>
  (answer) => ({ ...answer, body });

/** What can be wrong with any answer that ought to be JSON. */
export const logtoFaults = {
  ...plainFaults,
  'redirect-302': [found, redirected(302)],
  'redirect-307': [kept, redirected(307)],
  'error-with-200': [
    'an error body with HTTP 200.',
    bodyInstead('{"code":"request.general","message":"Something went wrong."}'),
  ],
  wrapped: [
    'the right JSON as the member `data` of an object.',
    ({ body, ...answer }) => ({ ...answer, body: `{"data":${body}}` }),
  ],
  'deeply-nested': ['a hundred thousand nested lists.', bodyInstead('['.repeat(100_000) + ']'.repeat(100_000))],
  'echoing-request': [
    'HTTP 400 that repeats the Authorization header and the body of the request.',
    (_answer, { headers, body }) => json({ code: 'echo', message: `${headers.authorization ?? ''} ${body}` }, 400),
  ],
  'status-500-now-and-then': [
    'HTTP 500 to every third request, the first time.',
    nowAndThen(plainFaults['status-500'][1]),
  ],
  'html-now-and-then': [
    'an HTML page with HTTP 200 to every third request, the first time.',
    nowAndThen(plainFaults.html[1]),
  ],
  'truncated-now-and-then': [
    'JSON that is cut in half to every third request, the first time.',
    nowAndThen(plainFaults.truncated[1]),
  ],
  'dropped-now-and-then': [
    'the connection is dropped at every third request, the first time.',
    nowAndThen(plainFaults['dropped-midway'][1]),
  ],
} as const satisfies Record<string, Fault>;

type FaultyEndpoint = keyof typeof faultyEndpoints;
type FaultName = `${FaultyEndpoint}/${keyof typeof logtoFaults}`;

const at =
  (endpoint: string, change: Change): Change =>
  (answer, request, context) =>
    request.endpoint === endpoint ? change(answer, request, context) : answer;

/** Every fault at every endpoint: `token/html`, `users/slow`, `members/status-429-huge` and so on. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the names are made of these very tables
export const faultVariants = Object.fromEntries(
  Object.entries(faultyEndpoints).flatMap(([endpoint, label]) =>
    Object.entries<Fault>(logtoFaults).map(([name, [description, change]]): [string, LogtoVariant] => [
      `${endpoint}/${name}`,
      { description: `${label}: ${description}`, answer: at(endpoint, change) },
    ]),
  ),
) as { [name in FaultName]: LogtoVariant };
