import { setTimeout as pause } from 'node:timers/promises';
import type { Problem } from '../model/problem.ts';
import type { ConnectOptions, Session } from '../model/session.ts';
import type { ComponentAddress, RemoteDomain } from '../model/target.ts';
import type { XmlElement } from '../model/xml.ts';
import { isExpired, ProblemError, problemOf } from '../wording/problems.ts';
import { type ComponentConnection, type ComponentOptions, connectComponent } from './remote-domain.ts';

/** Stanzas without a session that are kept of earlier connections: as many as one connection keeps. */
const MAX_KEPT = 1000;

/** Pauses before further attempts to join, in milliseconds: a server may hold the domain for a moment after it ended the stream. */
const PAUSES_MS = [100, 500];

/** Joins a server as a component, as `connectComponent` does. */
export async function joinRemoteDomain(address: ComponentAddress, options: ComponentOptions): Promise<RenewableDomain> {
  return new RenewableDomain(await connectComponent(address, options), address, options);
}

/**
 * A remote domain whose connection is replaced by a new one: after the server has ended it, and for a server that limits what one
 * connection may send. Where the server accepts no new one, there is none from then on.
 */
export class RenewableDomain implements RemoteDomain {
  readonly domain: string;
  readonly #address: ComponentAddress;
  readonly #options: ComponentOptions;
  #current: ComponentConnection;
  /** The next connection, on its way. */
  #joining: Promise<void> | undefined;
  /** Why the server accepted no new connection. */
  #refused: Problem | undefined;
  #isOver = false;
  readonly #losses: Problem[] = [];
  #earlier: readonly XmlElement[] = [];
  #unlisted = 0;
  #wasShared = false;

  constructor(first: ComponentConnection, address: ComponentAddress, options: ComponentOptions) {
    this.domain = address.domain;
    this.#current = first;
    this.#address = address;
    this.#options = options;
  }

  get unclaimedStanzas(): readonly XmlElement[] {
    return [...this.#earlier, ...this.#current.unclaimedStanzas];
  }

  get unlistedStanzas(): number {
    return this.#unlisted + this.#current.unlistedStanzas;
  }

  get isShared(): boolean {
    return this.#wasShared || this.#current.isShared;
  }

  get losses(): readonly Problem[] {
    const { lost } = this.#current;
    return lost === undefined ? this.#losses : [...this.#losses, lost];
  }

  readonly connect = async (login: ConnectOptions): Promise<Session> => {
    const isLost = this.#current.lost !== undefined && !this.#isOver;
    if (isLost || this.#joining !== undefined) await this.renew();
    return this.#current.connect(login);
  };

  /**
   * Closes the connection, which ends all sessions, and joins once more. Who calls it meanwhile gets the same connection. Rejects
   * with a `ProblemError` when the server refuses.
   */
  renew(): Promise<void> {
    this.#joining ??= this.#replace().finally(() => {
      this.#joining = undefined;
    });
    return this.#joining;
  }

  /** Closes the connection; there is none afterwards. Never rejects. */
  async close(): Promise<void> {
    this.#isOver = true;
    await this.#joining?.catch(() => undefined);
    await this.#current.close();
  }

  async #replace(): Promise<void> {
    const { domain } = this;
    if (this.#refused !== undefined) throw new ProblemError({ kind: 'domain-ended', domain, cause: this.#refused });
    const before = this.#current;
    await before.close();
    try {
      this.#current = await this.#join();
    } catch (error) {
      this.#refused = problemOf(error);
      throw new ProblemError({ kind: 'domain-ended', domain, cause: this.#refused }, { cause: error });
    }
    if (before.lost !== undefined) this.#losses.push(before.lost);
    this.#wasShared ||= before.isShared;
    const all = [...this.#earlier, ...before.unclaimedStanzas];
    this.#unlisted += before.unlistedStanzas + Math.max(0, all.length - MAX_KEPT);
    this.#earlier = all.slice(0, MAX_KEPT);
  }

  /** Tries again after an error, but not after a timeout. */
  async #join(): Promise<ComponentConnection> {
    for (const ms of PAUSES_MS) {
      try {
        return await connectComponent(this.#address, this.#options);
      } catch (error) {
        if (this.#isOver || this.#options.signal?.aborted || isExpired(error)) throw error;
        await pause(ms);
      }
    }
    return connectComponent(this.#address, this.#options);
  }
}
