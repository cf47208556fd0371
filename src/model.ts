// The types that flow between the rooms. No code, no imports. Read this first.

// ---------------------------------------------------------------- XML

/** An XML element with its namespace resolved. `attrs` holds no xmlns declarations; `xml:lang` keeps its prefix. */
export interface XmlElement {
  readonly name: string;
  readonly ns: string;
  readonly attrs: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
}

/** An element, or character data as read (unescaped). */
export type XmlNode = XmlElement | string;

// ---------------------------------------------------------------- standards

/** RFC 2119 level; RECOMMENDED counts as SHOULD, OPTIONAL as MAY, REQUIRED as MUST. */
export type Level = 'MUST' | 'MUST NOT' | 'SHOULD' | 'SHOULD NOT' | 'MAY';

/** One normative sentence: an entry of spec/requirements.yaml. */
export interface Requirement {
  readonly id: string;
  readonly level: Level;
  readonly role: 'server' | 'client' | 'both';
  /** A feature name of RFC 6121 section 12 (YD/T 2936 clause 16), or `none`. */
  readonly feature: string;
  /** Section of RFC 6121. */
  readonly rfc: string;
  /** Clause of YD/T 2936-2015, or null where it lacks the rule. */
  readonly ydt: string | null;
  readonly text: string;
  readonly zh: string;
  /** How a tester can see it: by clients, by a component, by a server, only with special configuration, or not at all. */
  readonly observe: 'c2s' | 'component' | 's2s' | 'config' | 'none';
  /** It speaks only of what a server itself sends: held against everything that arrives, and never the matter of a case. */
  readonly passive?: boolean;
  readonly note?: string;
}

// ---------------------------------------------------------------- places and mistakes

/** A place in an author's file. `line` and `col` count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly col: number;
}

/** Something wrong in an author's file: what was expected, what was there, what to do. */
export interface Mistake {
  readonly place: Place;
  readonly message: string;
}

// ---------------------------------------------------------------- cases

export type Topology = 'local' | 'remote';

/**
 * One row of a scenario in one topology: what runs, and the unit of every report.
 * Row columns are already filled in; what remains in stanzas are placeholders known only when the case runs.
 */
export interface Case {
  /** Stable and path-like: `rfc6121/2.3/set-refused[two-items]`. */
  readonly id: string;
  readonly title: string;
  /** The title in Chinese, where the scenario has one. */
  readonly titleZh?: string;
  /** RFC 6121 section: `2.3`, `A.2.1`. */
  readonly section: string;
  readonly topology: Topology;
  readonly place: Place;
  /** The cell of a table of the standard that the case is about. */
  readonly cell?: TableCell;
  readonly actors: readonly Actor[];
  /** Subscription state to reach before the first step. */
  readonly given?: Given;
  readonly needs: readonly Need[];
  readonly steps: readonly Step[];
  /** Ids of all requirements that the checks of this case cite, sorted. */
  readonly requirements: readonly string[];
}

/** `table` is `delivery-table` or a table of Appendix A such as `appendix-a/out-subscribe`; row and column as the standard heads them. */
export interface TableCell {
  readonly table: string;
  readonly row: string;
  readonly column: string;
}

/**
 * A feature a case cannot run without, and the case that reports its absence, where there is one. `no roster-version`
 * stands for its absence.
 */
export interface Need {
  readonly feature: string;
  readonly reportedBy?: string;
}

/**
 * A simulated account. `account` says which: `fresh` (registered for the case), `absent` (an address for which no
 * account exists), `domain` (the remote domain itself), or the name of a special account that the target sets up, such as `rosterless`.
 */
export interface Actor {
  readonly name: string;
  readonly account: string;
  /** Lives behind the component: an address of the remote domain, and no account on the server under test. */
  readonly isRemote: boolean;
  readonly sessions: readonly SessionPlan[];
}

/** How one session of an actor behaves. `ref` is `juliet/balcony`. */
export interface SessionPlan {
  readonly ref: string;
  readonly resource: string;
  /** Asks for the roster after login, which makes it an interested resource (RFC 6121 2.2). */
  readonly roster: boolean;
  /** Initial presence sent after login, which makes it an available resource (RFC 6121 4.2); absent: none. */
  readonly presence?: XmlElement;
  /** Answers roster pushes and pings by itself (RFC 6120 8.2.3). */
  readonly answers: boolean;
  /** Connected before the first step; otherwise a connect step brings it in. */
  readonly atStart: boolean;
}

/** A subscription state between two actors (RFC 6121 A.1), reached by real stanzas before the first step. */
export interface Given {
  readonly user: string;
  readonly contact: string;
  readonly state: string;
  readonly place: Place;
}

export type Step =
  | ConnectStep
  | DisconnectStep
  | DropStep
  | SendStep
  | ExpectStep
  | RosterStep
  | StateStep
  | FeaturesStep
  | RepeatStep;

interface StepBase {
  readonly place: Place;
}

export interface ConnectStep extends StepBase {
  readonly kind: 'connect';
  readonly session: string;
}

/** Closes the stream gracefully. */
export interface DisconnectStep extends StepBase {
  readonly kind: 'disconnect';
  readonly session: string;
}

/** Ends the TCP connection without closing the stream. The expect step after it awaits what it asks for before its fence. */
export interface DropStep extends StepBase {
  readonly kind: 'drop';
  readonly session: string;
}

export interface SendStep extends StepBase {
  readonly kind: 'send';
  readonly from: string;
  /** A template: attribute values and text may hold `${...}` placeholders. */
  readonly stanza: XmlElement;
}

/** What arrives between the previous causes and the fence; sessions not named must receive nothing. */
export interface ExpectStep extends StepBase {
  readonly kind: 'expect';
  readonly sessions: readonly SessionExpectation[];
  /** Permitted alternatives; empty when there are none. Each adds to `sessions`. */
  readonly alternatives: readonly Alternative[];
  /** Requirements that an unexpected stanza breaks on a session that cites none of its own. */
  readonly proves: readonly string[];
}

/** One permitted (or recognised and forbidden) outcome; its name is recorded as `observed`. */
export interface Alternative extends StepBase {
  readonly name: string;
  readonly sessions: readonly SessionExpectation[];
  /** Requirements that a server departs from by taking this alternative. */
  readonly departs: readonly string[];
}

export interface SessionExpectation extends StepBase {
  readonly session: string;
  readonly receives: readonly Check[];
  /** What may arrive besides, each at most once. */
  readonly may: readonly XmlElement[];
  readonly inOrder: boolean;
  /** Requirements that an unexpected stanza on this session breaks. */
  readonly proves: readonly string[];
}

/** One expectation: a stanza that must arrive, and the requirements that proves. */
export interface Check extends StepBase {
  readonly pattern: XmlElement;
  readonly proves: readonly string[];
  /** Further patterns that the same stanza is held against, each with requirements of its own. */
  readonly also: readonly { readonly pattern: XmlElement; readonly proves: readonly string[]; readonly place: Place }[];
}

/** The roster of an actor, read by a fresh session (or by `session`), holds exactly these items. */
export interface RosterStep extends StepBase {
  readonly kind: 'roster';
  readonly of: string;
  readonly session?: string;
  readonly items: readonly XmlElement[];
  readonly proves: readonly string[];
}

/**
 * The subscription state of `user` towards `contact`, as a fresh session sees it: subscription and ask by a roster get,
 * a pending inbound request by its redelivery to the fresh session's initial presence (RFC 6121 3.1.3).
 */
export interface StateStep extends StepBase {
  readonly kind: 'state';
  readonly user: string;
  readonly contact: string;
  /** States that the standard permits; the one found is recorded as observed when there are several. */
  readonly states: readonly string[];
  readonly proves: readonly string[];
}

/** A child of the stream features seen after authentication (RFC 6120 4.3.2) is there, or is not there. */
export interface FeaturesStep extends StepBase {
  readonly kind: 'features';
  readonly session: string;
  readonly pattern: XmlElement;
  /** False: no child may match. */
  readonly present: boolean;
  readonly proves: readonly string[];
}

/** Runs its steps for growing values of `${name}` until an expect step observes `until`. */
export interface RepeatStep extends StepBase {
  readonly kind: 'repeat';
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly until: string;
  /** Key of the target's `limits`: where the target tells its limit, only limit + 1 is tried, and must be refused. */
  readonly limit: string;
  readonly proves: readonly string[];
  readonly steps: readonly Step[];
}

// ---------------------------------------------------------------- sessions and accounts

/** Credentials of one account. `jid` is bare. */
export interface Account {
  readonly jid: string;
  readonly password: string;
}

/** An account on loan to a case; `giveBack` removes or returns it and never throws. */
export interface Loan {
  readonly account: Account;
  giveBack(): Promise<void>;
}

/** Why a stanza is in the transcript: the play itself, its setting up, a fence, an automatic answer, or ambient traffic. */
export type TrafficKind = 'play' | 'setup' | 'fence' | 'auto' | 'ambient';

export interface TranscriptEntry {
  /** Milliseconds since the case began. */
  readonly atMs: number;
  /** `juliet/balcony`. */
  readonly session: string;
  readonly direction: 'sent' | 'received' | 'note';
  readonly kind: TrafficKind;
  /** The stanza; absent for notes. */
  readonly stanza?: XmlElement;
  /** For notes: connected, closed the stream, stream error. */
  readonly text?: string;
}

/** One live XMPP session. It sends nothing by itself but answers to roster pushes and pings, where it may answer. */
export interface Session {
  /** Full JID as bound by the server. */
  readonly jid: string;
  /** Stream features seen after authentication (RFC 6120 4.3.2). */
  readonly features: XmlElement;
  /** Why the stream ended, or undefined while it is open. */
  readonly ended: string | undefined;
  /** Sends a stanza as it is. Rejects when the stream has ended. */
  send(stanza: XmlElement, kind: TrafficKind): Promise<void>;
  /** Sends an IQ get or set and resolves with its result or error, which never reaches the inbox. Rejects with `Expired` after `timeoutMs`, and when the stream ends. */
  request(iq: XmlElement, kind: TrafficKind, timeoutMs: number): Promise<XmlElement>;
  /** Removes and returns what has arrived, oldest first. */
  take(): readonly XmlElement[];
  /** Resolves when something new is in the inbox or the stream has ended; rejects with `Expired` after `timeoutMs`. */
  arrival(timeoutMs: number): Promise<void>;
  /** Closes the stream and waits at most `timeoutMs` for the other side; never rejects. */
  close(timeoutMs: number): Promise<void>;
  /** Ends the TCP connection at once, without closing the stream. */
  drop(): void;
}

export interface ConnectOptions {
  readonly account: Account;
  readonly resource: string;
  readonly answers: boolean;
  readonly timeoutMs: number;
  /** Called for every stanza, in order, and for notes. */
  record(entry: {
    direction: TranscriptEntry['direction'];
    kind: TrafficKind;
    stanza?: XmlElement;
    text?: string;
  }): void;
}

/** Opens a stream, authenticates and binds; sends neither roster get nor presence. Rejects with a message for people. */
export type Connect = (options: ConnectOptions) => Promise<Session>;

/** Lends an account of a kind (see `Actor.account`). Rejects with a message that names the option to use. */
export type Lend = (kind: string) => Promise<Loan>;

/** How a subscription state is reached by real stanzas, and how it shows in the user's roster (RFC 6121 A.1). */
export interface StateRecipe {
  readonly name: string;
  readonly subscription: string;
  readonly ask: boolean;
  /** A request of the contact waits for an answer; seen only as redelivery at login. */
  readonly pendingIn: boolean;
  /** The state that the contact has towards the user at the same time. */
  readonly mirror: string;
  /** In order, each answered by a fence before the next: who sends which type of presence to the other. */
  readonly moves: readonly { readonly who: 'user' | 'contact'; readonly type: string }[];
}

// ---------------------------------------------------------------- targets

export type TlsMode = 'starttls' | 'direct' | 'plain';

/** How to reach the server under test. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly domain: string;
  readonly tls: TlsMode;
  /** PEM of the authorities to trust instead of the system's. */
  readonly ca?: string;
  /** Accept any certificate. */
  readonly insecure: boolean;
}

/** Where a component may connect (XEP-0114), and the domain it then plays. */
export interface ComponentAddress {
  readonly host: string;
  readonly port: number;
  readonly domain: string;
  readonly secret: string;
}

/**
 * A remote domain, played by one component connection for all cases. `connect` makes any user@domain/resource a
 * session: it has an inbox of its own for what is addressed to its full JID; what is addressed to the bare JID goes to
 * the first session of that user.
 */
export interface RemoteDomain {
  readonly domain: string;
  readonly connect: Connect;
  /** Stanzas that arrived for addresses nobody plays, oldest first. */
  readonly strays: readonly XmlElement[];
  close(): Promise<void>;
}

/** What a target is known to do, apart from what the standards say. */
export interface TargetTraits {
  readonly name: string;
  /** Patterns of stanzas that this server sends on its own and no scenario is about. */
  readonly ambient: readonly XmlElement[];
  /** Lengths in characters: `name` (roster item name), `group` (group name). */
  readonly limits: Readonly<Record<string, number>>;
  /** Accounts in unusual conditions, by name: `rosterless`, `roster-read-only`. */
  readonly special: Readonly<Record<string, Account>>;
}

/** A target that answers: launched or merely reached. */
export interface RunningTarget extends TargetTraits {
  readonly address: Address;
  /** Where a component can play a remote domain; undefined where none is set up. */
  readonly component?: ComponentAddress;
  /** CPU time used by the server's processes so far, in milliseconds; undefined where it cannot be told. */
  cpuMs(): number | undefined;
  /** Stops what was launched; does nothing for an external server. Never throws. */
  stop(): Promise<void>;
}

/** Found out once, before the first case. */
export interface Capabilities {
  readonly software: string;
  readonly version: string;
  /** Features available: names of RFC 6121 section 12 such as `roster-get`, `roster-version`, `presence-sub-preapproval`, and `remote`. */
  readonly features: readonly string[];
}

// ---------------------------------------------------------------- results

export type Outcome = 'passed' | 'failed' | 'warned' | 'skipped' | 'broken';
export type Verdict = 'passed' | 'failed' | 'warned';

/** The first place where a stanza parts from a pattern. */
export interface Difference {
  /** `iq/query/item@name`. */
  readonly path: string;
  readonly expected: string;
  readonly actual: string;
}

/** Why a check did not hold. */
export interface Failure {
  /** `missing`: no stanza matched; `unexpected`: a stanza nobody named; `differs`: it came, but not as this requirement wants it; `departs`: an alternative that departs from the requirement; `roster`: stored items differ; `state`: another subscription state was found; `features`: a stream feature is missing or should not be there; `passive`: the server sent something that a passive requirement forbids. */
  readonly kind: 'missing' | 'unexpected' | 'differs' | 'departs' | 'roster' | 'state' | 'features' | 'passive';
  /** One sentence. */
  readonly message: string;
  /** The pattern as the author wrote it, filled in. */
  readonly expected?: XmlElement;
  /** The closest stanza received, or the unexpected one. */
  readonly closest?: XmlElement;
  /** Where the failure is an alternative: further stanzas that show it. */
  readonly others?: readonly XmlElement[];
  readonly difference?: Difference;
  /** Name of the alternative taken, where that is the failure. */
  readonly outcome?: string;
  /** Names of the alternatives that depart from nothing, where one that does was taken. */
  readonly permitted?: readonly string[];
  /** What the step allowed this session to receive, for an unexpected stanza. */
  readonly allowed?: readonly XmlElement[];
}

export interface CheckResult {
  readonly place: Place;
  readonly session: string;
  readonly requirements: readonly string[];
  readonly verdict: Verdict;
  readonly failure?: Failure;
  /** Of a check read back from a report: the last entry of the transcript that was caused before it; undefined: not known. */
  readonly cause?: TranscriptEntry | undefined;
}

export interface RequirementVerdict {
  readonly id: string;
  readonly level: Level;
  readonly verdict: Verdict;
}

export interface CaseResult {
  readonly case: Case;
  readonly outcome: Outcome;
  /** Why the case was skipped or is broken; of a failure, until when the baseline excused it. */
  readonly reason?: string;
  readonly checks: readonly CheckResult[];
  readonly requirements: readonly RequirementVerdict[];
  /** Names of the alternatives this server took, in order. */
  readonly observed: readonly string[];
  /** How many elements each passive requirement was held against. What broke one is among the checks. */
  readonly passive: Readonly<Record<string, number>>;
  readonly transcript: readonly TranscriptEntry[];
  /** JIDs of the case by actor or session name, to read the transcript by. */
  readonly jids: Readonly<Record<string, string>>;
  readonly durationMs: number;
  /** Stanzas that came after the fence of the step that caused them. */
  readonly late: number;
  /** Why the baseline excuses everything that did not hold; absent: nothing is excused. */
  readonly excused?: string;
}

/** A failure already known of a target: this requirement does not hold in this case, and why that is the server's fault. */
export interface KnownFailure {
  readonly case: string;
  readonly requirement: string;
  /** The checks that fail, as `createSign` words them: a failure of another check is not excused. */
  readonly checks: readonly string[];
  readonly reason: string;
  /** The server does not do the same every time: of these checks at least one fails, not each. */
  readonly varies?: boolean;
  /** The last day on which it counted, where that is over: it excuses nothing any more. */
  readonly expired?: string;
}

/** How often something was waited for, and how long in all, in milliseconds. Waits of cases at once add up. */
export interface WaitTally {
  readonly count: number;
  readonly ms: number;
}

export interface Summary {
  readonly cases: number;
  readonly passed: number;
  readonly failed: number;
  readonly warned: number;
  readonly skipped: number;
  readonly broken: number;
  /** Failed or warned cases that the baseline excuses; counted in `failed` and `warned`, too. */
  readonly excused: number;
  readonly checks: number;
  readonly late: number;
  readonly expired: number;
  readonly durationMs: number;
  /** Of a run that repeats its cases: how often each was to run, and how often each that ran did at least. Fewer: it was stopped. */
  readonly repetitions?: { readonly asked: number; readonly made: number };
  /** What was waited for, by kind: logins, answers to pings. */
  readonly waits: Readonly<Record<string, WaitTally>>;
  /** CPU time of the run in milliseconds, where the server's processes are ours to look at. */
  readonly cpu?: { readonly testerMs: number; readonly serverMs: number };
}

export interface RunInfo {
  readonly tool: { readonly name: string; readonly version: string };
  readonly target: {
    readonly name: string;
    readonly software: string;
    readonly version: string;
    readonly domain: string;
    readonly features: readonly string[];
  };
  readonly startedAt: string;
  /** Arguments that rerun one case on this target, without the case id: `-t prosody`. */
  readonly rerun: string;
  readonly strict: boolean;
  readonly jobs: number;
  /** Which part of the selected cases runs; absent: all of them. */
  readonly shard?: { readonly index: number; readonly count: number };
}

// ---------------------------------------------------------------- events

/** What the engine tells reporters, in order; `case-finished` comes once for every selected case. */
export type RunEvent =
  | { readonly type: 'run-started'; readonly info: RunInfo; readonly cases: readonly Case[] }
  | { readonly type: 'case-started'; readonly case: Case }
  /** Each stanza as it flows, where that was asked for (`Environment.follows`). That it is ambient is learnt later. */
  | {
      readonly type: 'stanza';
      readonly case: Case;
      readonly entry: TranscriptEntry;
      /** See `CaseResult.jids`. */
      readonly jids: Readonly<Record<string, string>>;
    }
  | { readonly type: 'case-finished'; readonly result: CaseResult }
  | {
      readonly type: 'run-finished';
      readonly info: RunInfo;
      readonly summary: Summary;
      readonly results: readonly CaseResult[];
      /** Baseline entries that list checks which hold now, with just those: the baseline must be mended. */
      readonly stale: readonly KnownFailure[];
      /** What the server sent to addresses of the remote domain that no case plays. */
      readonly strays: readonly XmlElement[];
    };

/** Turns events into text for `write`. A reporter that throws is noted and left out; it cannot stop the run. */
export interface Reporter {
  on(event: RunEvent): void;
}

/** A language of reports: English, or Chinese with the terms and clause numbers of YD/T 2936-2015 first. */
export type Language = 'en' | 'zh';

/** What a reporter gets to work with. */
export interface ReporterSetup {
  readonly lang: Language;
  readonly requirements: ReadonlyMap<string, Requirement>;
  /** Appends to the reporter's file or to standard output. */
  write(text: string): void;
  /** Appends to the summary of the step of a CI job that the run is; absent where it is none. */
  writeSummary?(text: string): void;
  readonly color: boolean;
  /** Standard output is a terminal and this reporter writes to it. */
  readonly terminal: boolean;
  /** Columns and lines of that terminal at this moment; absent: not known. */
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  readonly trace: boolean;
  /** How much a trace shows: 1 also setting up and fences, 2 also every stanza in full; absent: neither. */
  readonly verbosity?: number;
  /** Aborted when the user stops the run, before standard error says so. */
  readonly stop?: AbortSignal;
}
