// A server that answers, accounts on it, and a remote domain beside it: all that a command opens and must close.

import process from 'node:process';
import { type AccountWatch, watchExisting } from '../lease/account-watch.ts';
import { type Accounts, createAccounts } from '../lease/accounts.ts';
import { type Journal, openJournal } from '../lease/journal.ts';
import type { Leftover } from '../lease/leftover-text.ts';
import { leftoverText } from '../lease/leftover-text.ts';
import { LoginTurns } from '../lease/login-turns.ts';
import { MOST_MADE, MOST_SPOILT } from '../lease/numbers.ts';
import type { Provision } from '../lease/provision.ts';
import type { Problem } from '../model/problem.ts';
import type { Connect } from '../model/session.ts';
import type { ComponentAddress, PairControl, RemoteDomain } from '../model/target.ts';
import type { Fault } from '../reference/fault.ts';
import { settledUnless } from '../run/abort.ts';
import { loginsAt } from '../run/distance.ts';
import { COMMON } from '../wording/common.ts';
import { problemText } from '../wording/problems.ts';
import { createConnect, createOpenStream, type StreamOpener } from '../xmpp/connect.ts';
import { OpenStreams } from '../xmpp/open-streams.ts';
import { joinRemoteDomain, type RenewableDomain } from '../xmpp/renewable-domain.ts';
import { Ending } from './ending/ending.ts';
import { journalDirectory } from './files/paths.ts';
import { asTestBedError } from './known-errors.ts';
import { type OpenedTarget, openTargets } from './open-target.ts';
import type { TargetChoice } from './target-choice.ts';
import { notices, notify, ownLanguage } from './terminal/terminal.ts';

export interface TestBedOptions {
  /** Bounds each wait, in milliseconds. */
  readonly timeoutMs: number;
  /** Gives up the launch of the server, and soon after it everything that goes on. */
  readonly signal: AbortSignal;
  /** What the reference server does wrong, for a mutant of it. */
  readonly fault?: Fault;
  /** Also joins as the component that plays the remote domain, where one is configured. */
  readonly joinsRemote?: boolean;
  /** A second server, whose accounts are contacts. */
  readonly peer?: TargetChoice | undefined;
  /** What the peer does wrong, for a mutant of the reference server. */
  readonly peerFault?: Fault;
}

/**
 * Least time in milliseconds to join as the component, however short the timeout of the run is: without the component
 * there is no run, and the machine may be busy.
 */
const HANDSHAKE_TIMEOUT_MS = 10_000;

/** When the time is over: destroyed sockets close, and killed processes end, within milliseconds; a busy machine needs more. */
const LAST_MS = 800;

interface BedOptions extends Pick<TestBedOptions, 'timeoutMs' | 'signal'> {
  readonly peer?: TestBed | undefined;
  readonly control?: PairControl | undefined;
}

/** The server under test with all that belongs to it. The caller closes it. */
export class TestBed implements Omit<OpenedTarget, 'lending'> {
  readonly target: OpenedTarget['target'];
  readonly provision: Provision;
  readonly component: ComponentAddress | undefined;
  readonly isDisposable: boolean;
  readonly connect: Connect;
  readonly openStream: StreamOpener;
  /** Lends accounts; nothing is sent before the first loan. */
  readonly accounts: Accounts;
  /** Shows whether existing accounts are used by this run alone; undefined where there are none. */
  readonly watch: AccountWatch | undefined;
  /** The second server; it is closed with this one. */
  readonly peer: TestBed | undefined;
  /** What can be done to both servers; undefined: nothing. */
  readonly control: PairControl | undefined;
  /** Turns of the logins of cases, on this server and its peer together; every login is measured. */
  readonly logins: LoginTurns;
  /** When work and clean-up are given up. */
  readonly ending: Ending;
  readonly #signal: AbortSignal;
  /** Streams of cases, checks and the remote domain. */
  readonly #streams = new OpenStreams();
  /** Streams that make and remove accounts: they outlive work that is given up. */
  readonly #accountStreams = new OpenStreams();
  readonly #journal: Journal;
  readonly #closing: (() => Promise<void>)[] = [];
  #remote: RenewableDomain | undefined;

  constructor(opened: OpenedTarget, journal: Journal, { timeoutMs, signal, peer, control }: BedOptions) {
    this.peer = peer;
    this.control = control;
    const { target, provision, isDisposable, lending = 'lent', maxAccounts } = opened;
    const { address, special } = target;
    this.target = target;
    this.provision = provision;
    this.component = opened.component;
    this.isDisposable = isDisposable;
    this.watch = watchExisting({ provision, special });
    this.logins = peer?.logins ?? new LoginTurns({ most: loginsAt(0), timeoutMs });
    const connecting = (streams: OpenStreams) => {
      const connect = this.logins.measured(createConnect(address, streams));
      return this.watch?.watch(connect) ?? connect;
    };
    this.connect = connecting(this.#streams);
    this.openStream = createOpenStream(this.#streams);
    this.#journal = journal;
    this.#signal = signal;
    this.ending = new Ending(timeoutMs, signal);
    const { cutOff, expired } = this.ending;
    cutOff.addEventListener('abort', () => this.#streams.destroyAll());
    expired.addEventListener('abort', () => this.#accountStreams.destroyAll());
    const connect = connecting(this.#accountStreams);
    const access = { address, connect, openStream: createOpenStream(this.#accountStreams), timeoutMs, signal: expired };
    const onKeeping = (problem: Problem) => notify(keepingText(problem, maxAccounts));
    const onSpoilt = (problem: Problem) => notify(spoiltText(problem));
    const keeping = {
      disposable: isDisposable,
      lendsAgain: lending === 'lent',
      maxAccounts,
      journal,
      onKeeping,
      onSpoilt,
    };
    this.accounts = createAccounts({ ...access, ...keeping, special, provision, watch: this.watch });
  }

  /** The remote domain, once `joinRemote` has joined. */
  get remote(): RenewableDomain | undefined {
    return this.#remote;
  }

  /** Joins the server as the component that plays the remote domain, where one is configured. Rejects when it cannot. */
  async joinRemote(timeoutMs: number): Promise<RemoteDomain | undefined> {
    const options = { timeoutMs, streams: this.#streams, signal: this.#signal };
    if (this.component !== undefined) this.#remote = await joinRemoteDomain(this.component, options);
    return this.#remote;
  }

  /** Adds a step to closing. The steps run before anything else is closed, the last one first. */
  onClose(step: () => Promise<void>): void {
    this.#closing.push(step);
  }

  /** Closes all sessions, gives accounts back and stops what was launched, of the peer too: all within `ending`. Never rejects. */
  async close(): Promise<void> {
    const beds = [this, ...(this.peer === undefined ? [] : [this.peer])];
    await Promise.all(beds.map((bed) => bed.#end()));
    closeJournal(
      this.#journal,
      beds.flatMap((bed) => bed.accounts.leftovers),
    );
  }

  async #end(): Promise<void> {
    this.ending.begin();
    // Work that the user stopped is over. Its streams need no farewell.
    if (this.#signal.aborted) this.#streams.destroyAll();
    const closing = this.#closeInOrder();
    await settledUnless(this.ending.expired, closing);
    const isGivenUp = this.ending.cutOff.aborted;
    const unended = this.#streams.unended + this.#accountStreams.unended;
    this.#streams.destroyAll();
    this.#accountStreams.destroyAll();
    const closed = [closing, this.#streams.allClosed(), this.#accountStreams.allClosed()];
    await settledUnless(AbortSignal.timeout(LAST_MS), Promise.all(closed));
    const stopping = this.target.stop();
    await settledUnless(this.ending.expired, stopping);
    await settledUnless(AbortSignal.timeout(LAST_MS), stopping);
    this.ending.close();
    if (unended > 0 && !isGivenUp) notify(joinedNotice(notices().streamsLeft(unended), notices().bug));
  }

  async #closeInOrder(): Promise<void> {
    for (const step of this.#closing.reverse()) await step();
    await this.accounts.close();
    await this.#remote?.close();
  }
}

/** Launches or reaches the target, and its peer. Rejects with `TestBedError` or `UsageError`; nothing is left open then. */
export async function openTestBed(choice: TargetChoice, options: TestBedOptions): Promise<TestBed> {
  const journal = openJournal(journalDirectory(process.env), process.pid);
  const { fault, peerFault, signal, timeoutMs } = options;
  const opening = openTargets({ choice, peer: options.peer }, { journal, fault, peerFault, signal });
  const {
    opened,
    peer: openedPeer,
    control,
  } = await opening.catch((error: unknown) => {
    closeJournal(journal, []);
    throw asTestBedError(error);
  });
  const peer = openedPeer && new TestBed(openedPeer, journal, { timeoutMs, signal });
  const bed = new TestBed(opened, journal, { timeoutMs, signal, peer, control });
  if (options.joinsRemote) await joinOrClose(bed, Math.max(options.timeoutMs, HANDSHAKE_TIMEOUT_MS));
  return bed;
}

async function joinOrClose(bed: TestBed, timeoutMs: number): Promise<void> {
  await bed.joinRemote(timeoutMs).catch(async (error: unknown) => {
    await bed.close();
    throw asTestBedError(error);
  });
}

function closeJournal(journal: Journal, accounts: readonly Leftover[]): void {
  journal.close();
  const text = leftoverText({ accounts, directories: journal.directories }, ownLanguage());
  if (text !== undefined) notify(text);
}

const joinedNotice = (first: string, second: string): string => `${first}${COMMON[ownLanguage()].semicolon}${second}`;

const spoiltText = (problem: Problem): string => joinedNotice(problemText(problem, ownLanguage()), notices().leftOut);

function keepingText(problem: Problem, most: number | undefined): string {
  const { accountsStay, atMost, atMostSpoilt } = notices();
  const bound = most === undefined ? atMostSpoilt(MOST_MADE, MOST_SPOILT) : atMost(most);
  return joinedNotice(accountsStay(problemText(problem, ownLanguage())), bound);
}
