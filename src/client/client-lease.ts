// Leases of cases with a client under test: its account is its own, and a client that has passed one case serves the next one.

import type { Case } from '../model/case.ts';
import type { Account, Lease, LeaseFor, PlayedOnLease } from '../model/session.ts';
import type { Control } from '../reference/control.ts';
import { newId } from '../stanza/iq.ts';
import { actorOf, isClientRef, localOf } from '../stanza/jid.ts';
import { element, NS } from '../stanza/xml.ts';
import type { ServedSession } from './served-session.ts';

interface ClientLeaseOptions {
  /** Leases the accounts of a case. */
  readonly lease: LeaseFor;
  readonly control: Control;
  /** Of each wait, in milliseconds. */
  readonly timeoutMs: number;
  /** How long the client needs after its last answer, in milliseconds. */
  readonly settleMs: () => number;
}

/** A client that waits for a case, and its account. */
interface Idle {
  readonly account: Account;
  readonly session: ServedSession;
}

type Wanted = Pick<Case, 'actors' | 'steps'>;

/** The session of the client in a case. Undefined: it has none. */
const clientOf = ({ actors }: Wanted) => actors.flatMap(({ sessions }) => sessions).find(({ ref }) => isClientRef(ref));

/** Leases accounts, and clients. Clients that wait end with `end`. */
export class ClientLeases {
  readonly #options: ClientLeaseOptions;
  readonly #idle: Idle[] = [];
  #hasEnded = false;

  constructor(options: ClientLeaseOptions) {
    this.#options = options;
  }

  /** A further look has a client of its own: no failure stands that only one shows which has served other cases. */
  readonly lease: LeaseFor = async (aCase, isFurther) => {
    const plan = clientOf(aCase);
    const mayTake = plan?.atStart && plan.served === undefined && !isFurther;
    const idle = mayTake ? await this.#take() : undefined;
    if (idle !== undefined) return this.#leaseWith(aCase, idle, isFurther);
    return this.#wrap(await this.#options.lease(aCase, isFurther), aCase, undefined);
  };

  async end(): Promise<void> {
    this.#hasEnded = true;
    await Promise.all(this.#idle.splice(0).map(({ session }) => session.close()));
  }

  /** The next client that waits and is still there. */
  async #take(): Promise<Idle | undefined> {
    for (let one = this.#idle.shift(); one !== undefined; one = this.#idle.shift()) {
      if (one.session.isOpen) return one;
      await one.session.close();
    }
    return undefined;
  }

  async #leaseWith(aCase: Wanted, idle: Idle, isFurther: boolean): Promise<Lease> {
    const name = actorOf(clientOf(aCase)?.ref ?? '');
    const others = aCase.actors.filter((actor) => actor.name !== name);
    const lease = await this.#options.lease({ ...aCase, actors: others }, isFurther);
    const accounts = [...lease.accounts];
    const all = aCase.actors
      .filter(({ isRemote }) => !isRemote)
      .flatMap((actor) => (actor.name === name ? idle.account : accounts.shift()) ?? []);
    return this.#wrap({ ...bound(lease), accounts: all }, aCase, idle);
  }

  #wrap(lease: Lease, aCase: Wanted, idle: Idle | undefined): Lease {
    const ref = clientOf(aCase)?.ref ?? '';
    const at = aCase.actors.filter(({ isRemote }) => !isRemote).findIndex(({ name }) => name === actorOf(ref));
    const account = lease.accounts[at];
    return {
      ...bound(lease),
      session: (plan) => (plan.ref === ref ? idle?.session : lease.session(plan)),
      end: async (played) => {
        const client = played.connected.get(ref) as ServedSession | undefined;
        const connected = new Map([...played.connected].filter(([name]) => name !== ref));
        await lease.end({ ...played, connected });
        const one = client ?? idle?.session;
        if (one === undefined || account === undefined) return;
        if (await this.#mayStay(one, account, aCase, played)) this.#idle.push({ account, session: one });
        else await one.close();
      },
    };
  }

  /** A client serves another case where this one has passed, nothing in it stays with a client, and it answers after its account is cleared. */
  async #mayStay(session: ServedSession, account: Account, { steps }: Wanted, played: PlayedOnLease): Promise<boolean> {
    const { control, timeoutMs, settleMs } = this.#options;
    if (this.#hasEnded || !played.hasPassed || !session.isOpen || steps.some(stays)) return false;
    control.forget(localOf(account.jid));
    session.handOver(() => undefined);
    const ping = { type: 'get', id: newId(), to: session.jid.slice(session.jid.indexOf('@') + 1).split('/')[0] ?? '' };
    try {
      await session.request(element('iq', NS.client, ping, [element('ping', NS.ping)]), 'fence', timeoutMs);
      await session.quiet(settleMs());
    } catch {
      return false;
    }
    session.drain();
    return session.isOpen && !this.#hasEnded;
  }
}

/** Whether a step leaves something with a client that no other case should meet. */
const stays = (step: Case['steps'][number]): boolean =>
  (step.kind === 'do' && ['presence', 'quit', 'close'].includes(step.verb)) ||
  (step.kind === 'send' && step.stanza.ns === NS.stream);

/** A lease as plain functions: that of accounts is a class. */
const bound = (lease: Lease): Lease => ({
  accounts: lease.accounts,
  session: (plan) => lease.session(plan),
  signs: (played) => lease.signs(played),
  end: (played) => lease.end(played),
});
