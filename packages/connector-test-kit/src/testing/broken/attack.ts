import type { EmailConnector } from '@jackfield/connector-kit';
import { type Attack, attackCatalogue, type AttackSuiteOptions, type Defence } from '../../index.ts';
import { startTinyCarrier } from '../tiny-carrier.ts';
import * as tiny from '../tiny-email/src/index.ts';

interface Attacked {
  readonly options: AttackSuiteOptions;
  readonly failing: readonly string[];
}

const several = attackCatalogue['several-recipients'].title;
const knownOnly = 'names known attacks of its type only';

type SendMessage = EmailConnector['sendMessage'];

/** Sends to several recipients, by the good connector or by what is made of it. */
const toSeveral =
  (change: (send: SendMessage) => SendMessage = (send) => send) =>
  async () => {
    const { config, runtime } = startTinyCarrier();
    const good = await tiny.createTinyEmail({ config: tiny.configGuard.parse(config), runtime });
    const message = { to: 'ada@app.test,eve@evil.test', type: 'SignIn', payload: { code: '123456' } } as const;
    return change(async (...call) => good.sendMessage(...call))(message);
  };

const byCareless = toSeveral((send) => async (message) => send({ ...message, to: 'ada@app.test' }));
const byCrashing = toSeveral(() => () => Promise.reject(new Error('crashed')));

const refused = { refusedWith: 'invalid_request_parameters', attempts: [toSeveral()] } as const;

/** Every attack on e-mail but `several-recipients` is said not to be met. */
const elsewhere: Record<string, string> = Object.fromEntries(
  Object.entries<Attack>(attackCatalogue)
    .filter(([id, { types }]) => types.includes('Email') && id !== 'several-recipients')
    .map(([id]) => [id, 'another test has it']),
);

function attacked(changes: Partial<AttackSuiteOptions>, ...failing: readonly string[]): Attacked {
  return {
    options: { module: tiny, withstands: { 'several-recipients': refused }, cannotMeet: elsewhere, ...changes },
    failing: failing.map((title) => (title === knownOnly ? title : `attack: ${title}`)),
  };
}

/** Names that the types of the options do not take. */
const unknown: object = { 'no-such-attack': 'reason' };
const ofAnotherType: object = { 'alg-none': 'reason' };

const withstanding = (defence: Defence): Partial<AttackSuiteOptions> => ({
  withstands: { 'several-recipients': defence },
});

/** Connectors that give in, and authors whose calls of the suite would hide that. */
export const attackedConnectors: Readonly<Record<string, Attacked>> = {
  'lets an attack through': attacked(withstanding({ ...refused, attempts: [byCareless] }), several),
  'lets the second attempt through': attacked(
    withstanding({ ...refused, attempts: [toSeveral(), byCareless] }),
    several,
  ),
  'refuses with another code': attacked(withstanding({ ...refused, refusedWith: 'recipient_refused' }), several),
  crashes: attacked(withstanding({ ...refused, attempts: [byCrashing] }), several),
  'comes to harm': attacked(withstanding({ harmless: 'so it says', attempts: [toSeveral()] }), several),
  'is attacked by nothing': attacked(withstanding({ ...refused, attempts: [] }), several),
  'has an attack left out': attacked({ withstands: {} }, several),
  'has an attack left out for no reason': attacked(
    { withstands: {}, cannotMeet: { ...elsewhere, 'several-recipients': ' ' } },
    several,
  ),
  'is said to withstand an attack and not to meet it': attacked(
    { cannotMeet: { ...elsewhere, 'several-recipients': 'a reason' } },
    several,
  ),
  'is attacked under an unknown name': attacked({ cannotMeet: { ...elsewhere, ...unknown } }, knownOnly),
  'is attacked by what is meant for another type': attacked(
    { cannotMeet: { ...elsewhere, ...ofAnotherType } },
    knownOnly,
  ),
};
