// Sessions for the tests of this room: no sockets, and stanzas arrive exactly when a test wants them.

import { setMaxListeners } from 'node:events';
import type { Watch } from '../lease/foreign-use.ts';
import { leasesOf } from '../lease/lease.ts';
import type { Case, SessionPlan } from '../model/case.ts';
import type { Problem } from '../model/problem.ts';
import type { Connect, Lease, LeaseFor, Loan, Session, Wash } from '../model/session.ts';
import type { Requirement } from '../model/standard.ts';
import type { ExpectStep } from '../model/step.ts';
import type { XmlElement } from '../model/xml.ts';
import { element, NS, parseXml } from '../stanza/xml.ts';
import { isExpired, ProblemError } from '../wording/problems.ts';
import type { Environment, Side } from './environment.ts';
import { Known } from './facts.ts';
import { Waits } from './waits.ts';

/** A wait of a fake session that reached its timeout. */
export class FakeExpiry extends Error {}

interface FakeSession {
  readonly resource: string;
  deliver(xml: string): void;
  /** Answers an automatic answer of the session. */
  answerAgain(xml: string): void;
  end(cause: Problem): void;
  readonly hasEnded: boolean;
}

/** What the fake does when `resource` sends a stanza, or pings for the `pings`th time; and the items of rosters. */
export interface Behaviour {
  /** The stream features of each session. */
  readonly features?: readonly XmlElement[];
  rosterOf?(jid: string): readonly XmlElement[];
  onSend?(resource: string, stanza: XmlElement, all: ReadonlyMap<string, FakeSession>): void;
  onDrop?(resource: string, all: ReadonlyMap<string, FakeSession>): void;
  /** What comes of a ping to the full JID of a session that is gone; default: an error, because the server knows. */
  onPingTo?(jid: string): 'error' | 'policy-violation' | 'lost' | 'result';
  /** False: the server does not close its side of a stream. */
  closes?: boolean;
  onPing?(resource: string, pings: number, all: ReadonlyMap<string, FakeSession>): 'answer' | 'lost';
}

export function fakeConnect(behaviour: Behaviour): Connect {
  const byAccount = new Map<string, Map<string, FakeSession>>();
  return async ({ account, resource, record: first }) => {
    let record = first;
    const own = byAccount.get(account.jid) ?? new Map<string, FakeSession>();
    byAccount.set(account.jid, own);
    // Cases that run at the same time use the same resources: those of the account come first.
    const all = () => new Map([...[...byAccount.values()].flatMap((sessions) => [...sessions]), ...own]);
    let inbox: XmlElement[] = [];
    let ended: Problem | undefined;
    let pings = 0;
    let hasSentPresence = false;
    own.set(resource, {
      resource,
      deliver: (xml) => {
        const stanza = parseXml(xml);
        inbox.push(stanza);
        record({ direction: 'received', kind: 'step', stanza });
      },
      answerAgain: (xml) => record({ direction: 'received', kind: 'auto', stanza: parseXml(xml) }),
      get hasEnded() {
        return ended !== undefined;
      },
      end: (cause) => {
        ended = cause;
        record({ direction: 'note', kind: 'step', note: { kind: 'ended', cause } });
      },
    });
    record({ direction: 'note', kind: 'step', note: { kind: 'connected', jid: `${account.jid}/${resource}` } });
    const session: Session = {
      jid: `${account.jid}/${resource}`,
      features: element('features', NS.streams, {}, behaviour.features ?? []),
      get ended() {
        return ended;
      },
      isClosedByServer: behaviour.closes ?? true,
      get hasSentPresence() {
        return hasSentPresence;
      },
      send: async (stanza, kind) => {
        if (ended !== undefined) throw new ProblemError(ended);
        hasSentPresence ||= stanza.name === 'presence';
        record({ direction: 'sent', kind, stanza });
        behaviour.onSend?.(resource, stanza, all());
      },
      request: async (iq, kind) => {
        if (ended !== undefined) throw new ProblemError(ended);
        const result = element('iq', NS.client, { type: 'result', id: iq.attrs['id'] ?? '' });
        if (iq.children.some((c) => typeof c !== 'string' && c.name === 'query')) {
          return { ...result, children: [element('query', NS.roster, {}, behaviour.rosterOf?.(account.jid) ?? [])] };
        }
        const { to = '' } = iq.attrs;
        if (to.includes('/')) {
          const outcome = behaviour.onPingTo?.(to) ?? 'error';
          if (outcome === 'lost') throw new ProblemError({ kind: 'no-answer', to, timeoutMs: 10 });
          if (outcome === 'result') return result;
          const condition = outcome === 'error' ? 'service-unavailable' : outcome;
          const error = element('error', NS.client, { type: 'cancel' }, [element(condition, NS.stanzas)]);
          return { ...result, attrs: { ...result.attrs, type: 'error' }, children: [error] };
        }
        pings += 1;
        if (behaviour.onPing?.(resource, pings, all()) === 'lost') throw new FakeExpiry('no answer within 10 ms');
        record({ direction: 'received', kind, stanza: result });
        return result;
      },
      get inbox() {
        return inbox;
      },
      drain: () => {
        const taken = inbox;
        inbox = [];
        return taken;
      },
      arrival: async (isEnough, timeoutMs) => {
        // Two turns of the event loop stand for the timeout of the run, twenty for a longer one.
        const isLong = timeoutMs > 10;
        for (let turn = 0; turn < (isLong ? 20 : 2) && !isEnough(); turn += 1) {
          if (ended !== undefined) throw new ProblemError(ended);
          // What comes by a timer that was set before this wait comes within a long one.
          await new Promise((done) => (isLong ? setTimeout(done, 1) : setImmediate(done)));
        }
        if (!isEnough()) throw new FakeExpiry('nothing arrived within 10 ms');
      },
      close: async () => {
        ended ??= { kind: 'stream-closed-by-client' };
      },
      handOver: (next) => {
        record = next;
      },
      drop: () => {
        own.delete(resource);
        behaviour.onDrop?.(resource, all());
      },
    };
    return session;
  };
}

const requirement = (id: string, level: Requirement['level']): [string, Requirement] => [
  id,
  { id, level, role: 'server', feature: 'none', rfc: '2', ydt: '6', text: id, zh: id, observe: 'c2s' },
];

/** The requirements `must`, `should` and `may`. */
export const threeRequirements = new Map([
  requirement('must', 'MUST'),
  requirement('should', 'SHOULD'),
  requirement('may', 'MAY'),
]);

/** A signal that never aborts, with any number of listeners. */
function patientSignal(): AbortSignal {
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  return signal;
}

/** An environment whose lease is of its own lenders, and washes where it has a wash: any part of it may be replaced. */
export type FakeEnvironment = Environment & {
  readonly wash?: Wash | undefined;
  readonly watch?: Watch | undefined;
};

function fakeLease(this: FakeEnvironment, ...[aCase, isFurther]: Parameters<LeaseFor>): Promise<Lease> {
  const sideOf = ({ lend, domain, limits }: Side) => {
    return { lend, domain, isLimited: limits?.find('subscription-count') !== undefined };
  };
  const { peer, remote, wash, watch, timeoutMs, signal } = this;
  const own = { ...sideOf(this), watch };
  return leasesOf({ own, peer: peer && sideOf(peer), wash, remote, timeoutMs, signal })(aCase, isFurther);
}

/** An environment around a fake server; requirements `must`, `should` and `may` exist. */
export function fakeEnvironment(behaviour: Behaviour, changes: Partial<FakeEnvironment> = {}): FakeEnvironment {
  let accounts = 0;
  const { known = new Known() } = changes;
  const lend = async (): Promise<Loan> => {
    accounts += 1;
    return {
      account: { jid: `user${accounts}@fake.localhost`, password: '' },
      giveBackClean: async () => undefined,
      giveBack: async () => undefined,
    };
  };
  return {
    connect: fakeConnect(behaviour),
    lend: (kinds) => Promise.all(kinds.map(lend)),
    lease: fakeLease as LeaseFor,
    capacity: undefined,
    fenceSession: undefined,
    target: { name: 'fake', ambient: [], limits: {}, special: {} },
    domain: 'fake.localhost',
    remote: undefined,
    capabilities: { software: 'fake', version: '0', features: ['roster-get'] },
    requirements: threeRequirements,
    states: new Map(),
    baseline: { apply: (result) => result, staleEntries: () => [] },
    known,
    waits: new Waits({ timeoutMs: 10, known, isTimeout: (error) => error instanceof FakeExpiry || isExpired(error) }),
    timeoutMs: 10,
    emit: () => undefined,
    signal: patientSignal(),
    cutOff: patientSignal(),
    beginEnd: () => new AbortController().signal,
    ...changes,
  };
}

export const place = { file: 'fake.yaml', line: 1, col: 1 };

const plan = (resource: string): SessionPlan => ({
  ref: `juliet/${resource}`,
  resource,
  roster: false,
  answers: true,
  atStart: true,
});

/** An expectation of one session: patterns and the requirement they prove. */
export function receives(
  session: string,
  patterns: readonly string[],
  proves = 'must',
): ExpectStep['sessions'][number] {
  const checks = patterns.map((xml) => ({ pattern: parseXml(xml), proves: [proves], further: [], place }));
  return { session, receives: checks, may: [], inOrder: false, proves: [], place };
}

/** juliet/balcony sends a message, and the step says what follows. */
export function messageCase(step: Partial<ExpectStep>, changes: Partial<Case> = {}): Case {
  const expect: ExpectStep = { kind: 'expect', place, sessions: [], alternatives: [], proves: ['must'], ...step };
  return {
    id: 'fake/2/case',
    title: 'A fake case',
    section: '2',
    topology: 'local',
    place,
    actors: [{ name: 'juliet', account: 'fresh', isRemote: false, sessions: [plan('balcony'), plan('chamber')] }],
    needs: [],
    steps: [{ kind: 'send', place, from: 'juliet/balcony', stanza: parseXml('<message id="m"/>') }, expect],
    requirements: ['must'],
    ...changes,
  };
}
