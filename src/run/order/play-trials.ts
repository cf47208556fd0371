// Plays the trials: each is an act, and the fence of a case after it.

import { performance } from 'node:perf_hooks';
import type { Session } from '../../model/session.ts';
import { iqRequest } from '../../stanza/iq.ts';
import { element, elements, NS } from '../../stanza/xml.ts';
import { Fences } from '../fence.ts';
import { MOST_ROUNDS, SETTLE_MS } from '../numbers/numbers.ts';
import type { AwaitedStanzas } from './awaited-stanzas.ts';
import type { Bench, BenchOptions } from './bench.ts';
import {
  burstTrial,
  type Group,
  type Member,
  messageTrial,
  presenceTrial,
  pushTrial,
  remoteTrial,
  returnTrial,
  subscriptionTrials,
  type Trial,
} from './trials.ts';

/** How often each trial is played, and how long at most, in milliseconds. */
interface Phase {
  readonly rounds: number;
  readonly ms: number;
  /** With bursts of messages. */
  readonly hasBursts: boolean;
}

/** One pair of users alone, with one session each: the fences are as short as can be, so that a small lag shows. */
const ALONE: Phase = { rounds: 8, ms: 300, hasBursts: false };

/**
 * All pairs at the same time: a pool of threads reorders under load. In both phases each session sends less than 10 kB,
 * which no usual limit of a server delays.
 */
const TOGETHER: Phase = { rounds: 6, ms: 400, hasBursts: true };

/** Each user with the first session alone. */
const withFirstSessions = ({ users, ...group }: Group): Group => ({
  ...group,
  users: users.length === 1 ? users : users.map((sessions) => sessions.slice(0, 1)),
});

/** Waits for all, also where one rejects. */
async function allOf(jobs: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(jobs)).find((job) => job.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/**
 * The trials: with the first pair of users alone, while the others log in and subscribe, and then with all that are there. Fences have one round at
 * first, and more where something is late. Those of two servers always have all.
 */
export class Trials {
  readonly #bench: Bench;
  readonly #options: BenchOptions;
  readonly #awaited: AwaitedStanzas;
  readonly #fences: Fences;
  #rounds: number;
  /** False: a roster item stays, so that trials make none. */
  #removesItems = true;

  constructor(bench: Bench, options: BenchOptions, awaited: AwaitedStanzas) {
    this.#options = options;
    this.#awaited = awaited;
    this.#fences = createFences(options, (session) => bench.isOnPeer(session));
    this.#bench = bench;
    this.#rounds = options.peer === undefined ? 1 : MOST_ROUNDS;
  }

  /** The rounds of the last fences. */
  get rounds(): number {
    return this.#rounds;
  }

  /** Rejects when no user of the first pair can log in, and when a fence is lost. */
  async play(): Promise<void> {
    const [opening, ...others] = this.#bench.open();
    const warmedUp = (async () => {
      const group = await opening;
      if (group === undefined) return undefined;
      await this.#warmUp(group);
      await this.#learnRemoval(group);
      return group;
    })();
    const ready: Group[] = [];
    const subscribing: Promise<void>[] = [];
    const subscribe = (group: Group) => {
      ready.push(group);
      const subscribed = warmedUp.then(() => this.#subscribe(group));
      // Awaited below.
      subscribed.catch(() => undefined);
      subscribing.push(subscribed);
    };
    for (const other of others) other.then(subscribe).catch(() => undefined);
    const first = await warmedUp;
    if (first === undefined) return;
    await this.#subscribe(first);
    await this.#playPhase([withFirstSessions(first)], 'alone', ALONE);
    const groups = [first, ...ready];
    await allOf(subscribing);
    await this.#playPhase(groups, 'together', TOGETHER);
  }

  /** The first stanza between two servers waits for their connection, which says nothing of their order: each user sends one. */
  async #warmUp({ users }: Group): Promise<void> {
    const { peer, domain, timeoutMs } = this.#options;
    if (peer === undefined) return;
    const askAcross = async (user: readonly Member[], at: number) =>
      user[0]?.session.request(
        iqRequest('get', element('ping', NS.ping), at === 0 ? peer.domain : domain),
        'fence',
        timeoutMs,
      );
    await Promise.all(users.map(askAcross));
  }

  /**
   * Where accounts are few, finds whether a roster item can be removed. If not, this account is the only one that cases find with
   * what was measured.
   */
  async #learnRemoval({ users: [user], contact: jid }: Group): Promise<void> {
    const { capacity, peer, timeoutMs } = this.#options;
    const [first] = user ?? [];
    if (first === undefined || (capacity === undefined && peer?.capacity === undefined)) return;
    const ask = (type: 'get' | 'set', ...items: readonly Readonly<Record<string, string>>[]) => {
      const query = items.map((attrs) => element('item', NS.roster, attrs));
      return first.session.request(iqRequest(type, element('query', NS.roster, {}, query)), 'setup', timeoutMs);
    };
    await ask('set', { jid });
    await ask('set', { jid, subscription: 'remove' });
    const listed = elements(await ask('get')).flatMap((query) => elements(query));
    this.#removesItems = !listed.some(({ attrs }) => attrs['jid'] === jid);
  }

  /** Both users of a group subscribe to each other. */
  async #subscribe(group: Group): Promise<void> {
    const [first, second] = group.users;
    if (first === undefined || second === undefined || !this.#removesItems) return;
    const trials = [...subscriptionTrials(first, second, false), ...subscriptionTrials(second, first, true)];
    for (const trial of trials) if (!this.#bench.isOver) await this.#play(trial, group);
  }

  /** Plays a phase, and again where something was late and more rounds may help. */
  async #playPhase(groups: readonly Group[], name: string, phase: Phase): Promise<void> {
    for (;;) {
      await this.#playOnce(groups, `${name}-${this.#rounds}`, phase);
      if (this.#rounds === MOST_ROUNDS || this.#awaited.sample(this.#rounds).lagsMs.length === 0) return;
      this.#rounds += 1;
    }
  }

  /** Plays the rounds of a phase, in all groups at the same time. */
  async #playOnce(groups: readonly Group[], name: string, { rounds, ms, hasBursts }: Phase): Promise<void> {
    const end = performance.now() + ms;
    const inGroup = async (group: Group) => {
      for (let round = 0; round < rounds; round += 1) {
        const token = `order-${name}-${round}`;
        const bursts = hasBursts ? [burstTrial(group, `${token}-b`)] : [];
        for (const trial of [...bursts, ...roundOf(group, token)]) {
          if (trial.traffic === 'push' && !this.#removesItems) continue;
          if (!this.#bench.isOver && performance.now() < end) await this.#play(trial, group);
        }
      }
    };
    await allOf(groups.map(inGroup));
  }

  async #play({ traffic, sends, awaits }: Trial, group: Group): Promise<void> {
    const endTrial = this.#awaited.begin(traffic, awaits, this.#rounds);
    await Promise.all(sends.map(({ by, stanza }) => by.session.send(stanza, 'setup')));
    await this.#fences.raise(sessionsOf(group), new Set(sends.map(({ by }) => by.name)), this.#rounds);
    endTrial();
  }
}

function sessionsOf({ users, remote }: Group): ReadonlyMap<string, Session> {
  const members = [...users.flat(), ...(remote === undefined ? [] : [remote])];
  return new Map(members.map(({ name, session }) => [name, session]));
}

function roundOf(group: Group, token: string): readonly Trial[] {
  const remote = remoteTrial(group, `${token}-r`);
  const local = [
    messageTrial(group, `${token}-m`),
    presenceTrial(group, `${token}-p`),
    pushTrial(group, `${token}-i`),
    returnTrial(group, `${token}-a`),
  ];
  return remote === undefined ? local : [...local, remote];
}

/** The fences of a case on strict servers. */
function createFences({ domain, timeoutMs, peer }: BenchOptions, isOnPeer: (session: string) => boolean): Fences {
  let ids = 0;
  const own = { domain, fenceSession: undefined };
  return new Fences({
    domain,
    settleMs: 0,
    sides: peer === undefined ? [own] : [own, peer],
    sideOf: (session) => (peer !== undefined && isOnPeer(session) ? peer : own),
    nextId: () => {
      ids += 1;
      return `fence-${ids}.order`;
    },
    wait: (_, attempt) => attempt(Math.min(timeoutMs, SETTLE_MS[4])),
  });
}
