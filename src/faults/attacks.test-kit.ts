// The table of attacks: what a hostile server does, and what a run on it must end with.

import type { XmlElement } from '../model/xml.ts';
import type { FaultHooks } from '../reference/server-state.ts';
import { errorOf } from '../reference/stanza.ts';
import { child, elements, NS } from '../stanza/xml.ts';
import { type Act, type Behaviour, drawAct, type Phase } from './behaviour.test-kit.ts';
import type { Expected } from './expectation.test-kit.ts';
import { isLong } from './form.test-kit.ts';
import type { ActAt } from './front.test-kit.ts';
import { createActAt } from './hostile-server.test-kit.ts';
import { endless, endlessNames, illFormed, illFormedNames, type Payload, unexpected } from './payloads.test-kit.ts';
import { createRandom } from './random.test-kit.ts';
import { SCRAM_LIES } from './scram-lies.test-kit.ts';
import { TLS_LIES } from './tls-lies.test-kit.ts';

export interface Attack {
  readonly name: string;
  /** Makes what the front of the server does in one run; absent: what is right. */
  readonly actAt?: () => ActAt;
  readonly usesTls?: boolean;
  /** What the server behind does wrong. */
  readonly hooks?: FaultHooks;
  /** The run gets SIGTERM once the attack has begun. */
  readonly isStopped?: boolean;
  /** The timeout of each wait of the tester. */
  readonly waitMs?: number;
  /** The long form runs several hundred cases on it. */
  readonly isBroad?: boolean;
  readonly isShort?: boolean;
  /** Exit codes, and what the run must say; 3 and nothing by default. */
  readonly expected?: Partial<Pick<Expected, 'codes' | 'says'>>;
}

/** Bytes of the flood of one connection: some connections of the long form take more memory than a run may, if it kept them. */
const FLOOD_BYTES = isLong ? 100_000_000 : 10_000_000;

const random = createRandom(12);

/** The behaviour from the first time that the phase is reached on, or later. */
const from =
  (phase: Phase, act: Act, skipped = 0, more: Partial<Behaviour> = {}) =>
  (): ActAt =>
    createActAt({ phase, act, skipped, isRepeated: true, usesTls: false, ...more });

const flood = (payload: Payload, isDeaf = false, mostBytes = FLOOD_BYTES): Act => ({
  kind: 'flood',
  payload,
  mostBytes,
  isDeaf,
});

const SHORT_FLOODS = ['text', 'name', 'depth', 'comment'];

/** Endless ones that are forbidden, however they end: a header in a stream begins with a second XML declaration. */
const FORBIDDEN = ['comment', 'processing instruction', 'document type', 'entity name', 'stream header'];

/** Once logins work and cases run. */
const SOME_LOGINS = 3;

const floods: readonly Attack[] = [
  ...['message', 'server ping', 'roster push', 'white space', 'strange element', 'answer to nothing'].map((name) => ({
    name: `flood of ${name}`,
    actAt: from('presence', flood(unexpected(random, name)), SOME_LOGINS),
    isShort: name === 'message' || name === 'server ping',
  })),
  {
    name: 'flood of pings, reads nothing',
    actAt: from('presence', flood(unexpected(random, 'server ping'), true), SOME_LOGINS),
    isShort: true,
  },
  { name: 'endless features', actAt: from('features', flood(unexpected(random, 'features'))) },
  { name: 'endless challenges', actAt: from('challenge', flood(unexpected(random, 'empty challenge'))) },
  { name: 'stream header without end', actAt: from('header', flood(endless(random, 'stream header'))), isShort: true },
  ...endlessNames.map((name) => ({
    name: `endless ${name}`,
    actAt: from('presence', flood(endless(random, name)), SOME_LOGINS),
    isShort: SHORT_FLOODS.includes(name),
    // What is too much is no fault of the server, and what is no XML is one from its first character.
    ...(FORBIDDEN.includes(name) && { expected: { codes: [1] } }),
  })),
];

const PHASES: readonly Phase[] = [
  'connect',
  'header',
  'features',
  'challenge',
  'success',
  'bind',
  'ping',
  'form',
  'registered',
];

const silences: readonly Attack[] = [
  ...PHASES.map((phase) => ({
    name: `silent from ${phase}`,
    actAt: from(phase, { kind: 'silence', isDeaf: false }),
    isShort: phase === 'features',
  })),
  { name: 'reads nothing from the first ping on', actAt: from('ping', { kind: 'silence', isDeaf: true }) },
  {
    name: 'never closes',
    actAt: from('end', { kind: 'withhold' }),
    waitMs: 1000,
    expected: { codes: [0, 3] },
    isShort: true,
  },
  ...PHASES.map((phase) => ({
    name: `hangs up at ${phase}`,
    actAt: from(phase, { kind: 'hang up', isReset: false, isInside: true }),
  })),
];

/** The answer to a request to remove an account; undefined: none. */
const onRemoval = (answer: (iq: XmlElement) => XmlElement | undefined): FaultHooks => ({
  fromClient: (stanza, { resource }) => {
    const [query] = elements(stanza);
    if (query?.ns !== NS.register || child(query, 'remove') === undefined) return [stanza];
    const answered = answer(stanza);
    if (answered !== undefined) resource.send(answered);
    return [];
  },
});

const accounts: readonly Attack[] = [
  { name: 'refuses registration', actAt: from('registered', { kind: 'alter', attribute: 'type', value: 'error' }) },
  {
    name: 'refuses removal',
    hooks: onRemoval((iq) => errorOf(iq, 'not-allowed')),
    expected: { codes: [0, 3], says: /not removed.*not-allowed/ },
    isShort: true,
  },
  {
    name: 'removal hangs',
    hooks: onRemoval(() => undefined),
    expected: { codes: [0, 3], says: /not removed/ },
    isShort: true,
  },
];

const stopped: readonly Attack[] = [
  {
    name: 'SIGTERM in an endless flood',
    actAt: from('presence', flood(unexpected(random, 'white space'), false, Number.POSITIVE_INFINITY), SOME_LOGINS),
    isShort: true,
  },
  { name: 'SIGTERM in a flood of stanzas', actAt: from('presence', flood(unexpected(random, 'message')), SOME_LOGINS) },
  { name: 'SIGTERM in silence', actAt: from('ping', { kind: 'silence', isDeaf: true }), isShort: true },
].map((attack) => ({ ...attack, isStopped: true, expected: { codes: [143] } }));

/** Bytes that the tester must ignore, and does. */
const HARMLESS_LIES = ['plaintext in the packet of proceed', 'StartTLS again', 'proceed twice'];

/** Text between stanzas is well-formed XML, which the tester ignores. */
const IGNORED_TEXT = ['text in the stream', 'byte order mark', 'HTTP', 'SSH'];

/** An element that all the rest is in. */
const UNFINISHED = 'second root';

const lies: readonly Attack[] = [
  ...SCRAM_LIES.map((lie) => ({
    name: `SCRAM: ${lie.name}`,
    actAt: from(lie.phase, { kind: 'scram lie', lie }),
    isShort: lie.name === '2^31-1 iterations',
  })),
  ...TLS_LIES.map((lie) => ({
    name: `TLS: ${lie.name}`,
    actAt: from('proceed', { kind: 'tls lie', lie }),
    usesTls: true,
    isShort: lie.name === 'certificate of another domain',
    // Bytes that the client must not read as XML, under TLS or before it, change nothing.
    ...(HARMLESS_LIES.includes(lie.name) && { expected: { codes: [0, 3] } }),
  })),
];

const illFormedXml: readonly Attack[] = illFormedNames.map((name) => ({
  name: `ill-formed: ${name}`,
  actAt: from('presence', { kind: 'before', payload: illFormed(random, name), length: 0 }, SOME_LOGINS),
  isShort: name === 'billion laughs',
  expected: {
    codes: IGNORED_TEXT.includes(name) ? [0, 3] : name === UNFINISHED ? [3] : [1, 3],
    ...(name === 'billion laughs' && { codes: [1], says: /11\.1-a/ }),
  },
}));

/** What the tester asks before the first case. */
const ANSWERS_BEFORE = 30;

/** Something else each time, in some of the answers. */
const mixed = (share: number) => (): ActAt => {
  const draws = createRandom(12, 12);
  let answers = 0;
  return (phase) => {
    answers += 1;
    return answers > ANSWERS_BEFORE && draws.chance(share) ? drawAct(phase, draws) : undefined;
  };
};

export const attacks: readonly Attack[] = [
  ...floods,
  ...silences,
  ...accounts,
  ...stopped,
  ...lies,
  ...illFormedXml,
  { name: '1 % of all answers spoilt', actAt: mixed(0.01), expected: { codes: [1, 3] }, isBroad: true },
  { name: '10 % of all answers spoilt', actAt: mixed(0.1), expected: { codes: [1, 3] }, isBroad: true, isShort: true },
];
