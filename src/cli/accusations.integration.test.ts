// What a server that departs in one named way is accused of: the rule of that, at its level, and nothing else.

import { expect, test } from 'vitest';
import type { CheckResult } from '../model/result.ts';
import type { XmlElement } from '../model/xml.ts';
import type { Fault } from '../reference/fault.ts';
import {
  askedAgain,
  askInPushes,
  askInRosters,
  capitalsRefused,
  capitalsShown,
  childrenLost,
  idsChanged,
  probedAgain,
  probesBack,
  pushedAbroad,
  pushedTwice,
  remindedOfRequests,
  sentTwice,
} from '../reference/mutants/kit/near-misses.ts';
import { allMutants } from '../reference/mutants/mutants.ts';
import { globMatcher } from '../wording/glob.ts';
import { startMutant } from './mutant-trial.ts';
import { shippedCases } from './shipped-cases.test-kit.ts';

/** The mutant of this id. */
function mutant(id: string): Fault {
  const found = allMutants().find((one) => one.id === id);
  if (found === undefined) throw new Error(`no mutant has the id ${id}`);
  return found.fault();
}

/** What the cases accuse the server of: `rfc6121-11-b failed`, each once, in order. */
async function accused(fault: Fault, globs: readonly string[]): Promise<readonly string[]> {
  const isMeant = globMatcher(globs);
  const cases = shippedCases.all.filter(({ id, topology }) => topology !== 'federated' && isMeant(id));
  const { requirements } = shippedCases;
  const server = await startMutant(fault, { requirements, timeoutMs: 2000, signal: new AbortController().signal });
  try {
    const { results } = await server.run(cases, 8);
    expect(results.filter(({ outcome }) => outcome === 'broken').map((result) => result.case.id)).toEqual([]);
    const failed = results.flatMap(({ checks }) => checks.filter(({ failure }) => failure !== undefined));
    return [...new Set(failed.flatMap(accusationsOf))].sort();
  } finally {
    await server.close();
  }
}

/** A further copy is a warning by a ruling: whose copy it is, is no matter. */
function accusationsOf({ requirements, verdict, disputed = [], failure }: CheckResult): readonly string[] {
  const isCopy = failure?.kind === 'unexpected' && failure.isRepeated === true;
  if (isCopy && disputed.length === requirements.length) return [`copy ${verdict}`];
  return requirements.map((id) => `${id} ${verdict}`);
}

const MESSAGES = ['rfc6121/5*/**', 'rfc6121/8*/**'];
const isMessage = ({ name, attrs: { type } }: XmlElement): boolean => name === 'message' && type !== 'error';
const isError = ({ name, attrs: { type } }: XmlElement): boolean => name !== 'iq' && type === 'error';

const SUBSCRIPTIONS = ['rfc6121/3*/**', 'rfc6121/A.*/**', 'rfc6121/7/**'];

test.each<[behaviour: string, fault: () => Fault, globs: readonly string[], accusations: readonly string[]]>([
  [
    'sends each denial and cancellation twice, first without id',
    () => sentTwice('unsubscribed'),
    SUBSCRIPTIONS,
    ['copy warned'],
  ],
  [
    'sends unavailable presence twice',
    () => sentTwice('unavailable'),
    ['rfc6121/4*/**', ...SUBSCRIPTIONS],
    ['copy warned', 'rfc6121-4.6.3-c warned'],
  ],
  ['sends each approval twice, first without id', () => sentTwice('subscribed'), SUBSCRIPTIONS, ['copy warned']],
  [
    'sends each roster push twice',
    pushedTwice,
    ['rfc6121/2*/**', ...SUBSCRIPTIONS],
    ['copy warned', 'rfc6121-2.6.3-d failed'],
  ],
  [
    'pushes without ask',
    () => askInPushes(() => undefined),
    ['rfc6121/2*/**', ...SUBSCRIPTIONS],
    ['rfc6121-2.1.2.2-a warned', 'rfc6121-3.1.2-h warned'],
  ],
  [
    'pushes with ask="unsubscribe"',
    () => askInPushes((ask) => ask ?? 'unsubscribe'),
    ['rfc6121/2*/**', ...SUBSCRIPTIONS],
    ['rfc6121-2.1.2.2-d warned'],
  ],
  ['pushes to users of other domains', pushedAbroad, SUBSCRIPTIONS, ['rfc6121-2-c failed']],
  [
    'stores a request without its children',
    () => mutant('rfc6121-3.1.3-k/kept-bare'),
    SUBSCRIPTIONS,
    ['rfc6121-3.1.3-k failed'],
  ],
  [
    'loses ids of presence',
    () => idsChanged(({ name, attrs: { type } }) => name === 'presence' && type !== 'error'),
    ['rfc6121/4*/**', ...SUBSCRIPTIONS],
    ['rfc6120-8.1.3-b warned', 'rfc6121-3.1.2-j warned', 'rfc6121-4.3.2.1-a warned', 'rfc6121-4.3.2.1-b warned'],
  ],
  [
    'shows ask="unsubscribe" in rosters',
    () => askInRosters((ask) => ask ?? 'unsubscribe'),
    ['rfc6121/2*/**', ...SUBSCRIPTIONS],
    ['rfc6121-2.1.2.2-d warned'],
  ],
  [
    'loses threads',
    () => childrenLost(isMessage, ({ name }) => name === 'thread'),
    ['rfc6121/5.2.5/**', 'rfc6121/5/**'],
    ['rfc6121-5.2.5-h failed'],
  ],
  [
    'loses extensions of messages',
    () => childrenLost(isMessage, ({ ns }) => /example|invalid/.test(ns)),
    ['rfc6121/5.2.3/**', 'rfc6121/5.3/**', 'rfc6121/5/**'],
    ['rfc6120-8.4-a failed'],
  ],
  ['loses ids of messages', () => idsChanged(isMessage), MESSAGES, ['rfc6120-8.1.3-b warned']],
  ['alters ids of messages', () => idsChanged(isMessage, (id) => `x-${id}`), MESSAGES, ['rfc6120-8.1.3-b warned']],
  // An error that a client sends is passed on like any message.
  ['loses ids of errors', () => idsChanged(isError), MESSAGES, ['rfc6120-8.1.3-a failed', 'rfc6120-8.1.3-b warned']],
])('a server that %s is accused of that alone', async (_, fault, globs, accusations) => {
  expect(await accused(fault(), globs)).toEqual(accusations);
});

test.each<[behaviour: string, fault: () => Fault, globs: readonly string[]]>([
  ['refuses addresses in capitals', capitalsRefused, ['rfc6121/**/*-in-capitals*']],
  ['hands on addresses in capitals', capitalsShown, ['rfc6121/**/jid-in-capitals*']],
  ['sends a pending request again, and errors', askedAgain, ['rfc6121/A.*/state-after*']],
  [
    'probes contacts at any time',
    probedAgain,
    ['rfc6121/3.2.2/cancelled[both,remote]', 'rfc6121/A.2.4/state-after[*remote]'],
  ],
  ['probes what has sent presence', probesBack, ['rfc6121/8.5.2.1.2/**', 'rfc6121/11/**']],
  [
    'shows users again at each login of a contact that their requests are pending',
    remindedOfRequests,
    ['kept-whole', 'negative-priority', 'one-of-many', 'several-users', 'until-answered'].map(
      (name) => `rfc6121/3.1.3/${name}*`,
    ),
  ],
])('a server that %s is accused of nothing', async (_, fault, globs) => {
  expect(await accused(fault(), globs)).toEqual([]);
});
