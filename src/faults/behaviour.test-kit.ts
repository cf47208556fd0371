// The grammar of hostile behaviours: at what phase, how often, what the server does, and what it sends.

import { endless, errorPayload, illFormed, type Payload, unexpected } from './payloads.test-kit.ts';
import { createRandom, type Random } from './random.test-kit.ts';
import { SCRAM_LIES, type ScramLie } from './scram-lies.test-kit.ts';
import { TLS_LIES, type TlsLie } from './tls-lies.test-kit.ts';

/** What the server is about to send, or about to do. */
const LOGIN_PHASES = [
  'connect',
  'header',
  'features',
  'challenge',
  'success',
  'header again',
  'features again',
  'bind',
] as const;
const SESSION_PHASES = ['roster', 'version', 'ping', 'push', 'message', 'presence', 'end'] as const;
const ACCOUNT_PHASES = ['form', 'registered', 'removed'] as const;
const PHASES = [...LOGIN_PHASES, ...SESSION_PHASES, ...ACCOUNT_PHASES, 'proceed'] as const;

/** `other answer` is never spoilt. */
export type Phase = (typeof PHASES)[number] | 'other answer';

/** What the server does at that phase. */
export type Act =
  /** Sends something before, after, in the middle of, or instead of what it is about to send. */
  | { readonly kind: 'before' | 'after' | 'inside' | 'instead'; readonly payload: Payload; readonly length: number }
  /** Sends a payload without end, up to `mostBytes`; `isDeaf`: and reads nothing. */
  | { readonly kind: 'flood'; readonly payload: Payload; readonly mostBytes: number; readonly isDeaf: boolean }
  /** Does not send this one. */
  | { readonly kind: 'withhold' }
  /** Sends nothing from now on; `isDeaf`: and reads nothing. */
  | { readonly kind: 'silence'; readonly isDeaf: boolean }
  | { readonly kind: 'repeat'; readonly times: number }
  /** One byte at a time, with a pause between two. */
  | { readonly kind: 'trickle'; readonly pauseMs: number }
  /** Ends the connection, in the middle of what it is about to send or before it. */
  | { readonly kind: 'hang up'; readonly isReset: boolean; readonly isInside: boolean }
  /** Changes an attribute of the stanza. */
  | { readonly kind: 'alter'; readonly attribute: 'id' | 'from' | 'to' | 'type' | 'xmlns'; readonly value: string }
  | { readonly kind: 'scram lie'; readonly lie: ScramLie }
  | { readonly kind: 'tls lie'; readonly lie: TlsLie };

export interface Behaviour {
  readonly phase: Phase;
  /** How often the server reaches the phase undisturbed before, on all connections. */
  readonly skipped: number;
  /** It happens every time from then on, not only once. */
  readonly isRepeated: boolean;
  readonly act: Act;
  readonly usesTls: boolean;
}

/** Bytes of a payload that comes once: up to more than the tester reads of one stanza. */
const LENGTHS = [0, 0, 1000, 100_000, 3_000_000];

/** Bytes of a generated flood. The floods of the table are larger. */
const FLOOD_BYTES = 4_000_000;

/** The behaviour of a seed. */
export function behaviourOf(seed: number): Behaviour {
  const random = createRandom(seed);
  const phase = random.pick(PHASES);
  const act = drawAct(phase, random);
  return {
    phase,
    act,
    skipped: random.pick(ONCE.includes(phase) ? [0] : [0, 1, 2, 3, 4]),
    isRepeated: random.chance(0.6),
    usesTls: phase === 'proceed' || random.chance(0.2),
  };
}

/** Phases that a small run may reach only once. */
const ONCE: readonly Phase[] = ['version', 'form', 'push'];

/** Draws what the server does at a phase. */
export function drawAct(phase: Phase, random: Random): Act {
  if (phase === 'proceed' && random.chance(0.8)) return { kind: 'tls lie', lie: random.pick(TLS_LIES) };
  if ((phase === 'challenge' || phase === 'success') && random.chance(0.6)) {
    return { kind: 'scram lie', lie: random.pick(SCRAM_LIES.filter((lie) => lie.phase === phase)) };
  }
  return random.pick(ACTS)(random);
}

const sends =
  (payload: (random: Random) => Payload) =>
  (random: Random): Act => ({
    kind: random.pick(['before', 'after', 'inside', 'instead'] as const),
    payload: payload(random),
    length: random.pick(LENGTHS),
  });

const flood =
  (payload: (random: Random) => Payload) =>
  (random: Random): Act => ({
    kind: 'flood',
    payload: payload(random),
    mostBytes: FLOOD_BYTES,
    isDeaf: random.chance(0.3),
  });

/** Each as likely as the others. */
const ACTS: readonly ((random: Random) => Act)[] = [
  sends((random) => unexpected(random)),
  sends((random) => unexpected(random)),
  sends((random) => illFormed(random)),
  sends((random) => illFormed(random)),
  sends((random) => endless(random)),
  sends(errorPayload),
  flood((random) => unexpected(random)),
  flood((random) => endless(random)),
  () => ({ kind: 'withhold' }),
  (random) => ({ kind: 'silence', isDeaf: random.chance(0.5) }),
  (random) => ({ kind: 'repeat', times: random.pick([2, 2, 3, 100]) }),
  (random) => ({ kind: 'trickle', pauseMs: random.pick([0, 1, 20]) }),
  (random) => ({ kind: 'hang up', isReset: random.chance(0.5), isInside: random.chance(0.5) }),
  (random) => ({
    kind: 'alter',
    attribute: random.pick(['id', 'from', 'to', 'type', 'xmlns'] as const),
    value: random.pick([
      '',
      'x',
      'error',
      'result',
      'romeo@montague.example/\u202e',
      'urn:other',
      'a@b@c',
      '\u{1f480}',
    ]),
  }),
];

/**
 * Whether the server itself breaks the standard for clients, so that a case may fail: a stanza is lost, doubled, changed or
 * added in a session that goes on; or every time, something that is no XML is sent, or a session ends in place of a stanza.
 */
export function mayFail(behaviour: Behaviour): boolean {
  return mayFailOnce(behaviour) || (behaviour.isRepeated && endsStreams(behaviour));
}

function endsStreams({ phase, act }: Behaviour): boolean {
  if (act.kind === 'hang up') return SESSION_PHASES.some((one) => one === phase);
  // A second XML declaration is a processing instruction.
  if (act.kind === 'repeat') return phase === 'header' || phase === 'header again';
  return 'payload' in act;
}

function mayFailOnce({ phase, act }: Behaviour): boolean {
  if (!SESSION_PHASES.some((one) => one === phase) || phase === 'end') return false;
  if (act.kind === 'withhold' || act.kind === 'repeat' || act.kind === 'alter') return true;
  if (!('payload' in act)) return false;
  // Within a stanza, text may become part of a value.
  return act.payload.isWellFormed || (act.kind === 'inside' && !act.payload.head.includes('<'));
}

/** The behaviour in words. */
export function described({ phase, isRepeated, skipped, act, usesTls }: Behaviour): string {
  const when = `${isRepeated ? 'from' : 'at'} ${phase} ${skipped + 1}${usesTls ? ' (TLS)' : ''}`;
  return `${when}: ${actText(act)}`;
}

function actText(act: Act): string {
  const { kind, ...rest } = act;
  const details = Object.entries(rest).map(([key, value]) =>
    typeof value === 'object' && value !== null && 'name' in value ? value.name : `${key} ${value}`,
  );
  return `${kind} ${details.join(', ')}`.trim();
}
