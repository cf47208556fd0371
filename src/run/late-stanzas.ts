// Stanzas that arrive although nothing was done since the last fence: they make a case broken, and teach the order.

import type { UnexplainedStanza } from '../model/result.ts';
import type { XmlElement } from '../model/xml.ts';
import { bareOf, localOf } from '../stanza/jid.ts';
import type { Bindings } from '../stanza/placeholders.ts';
import { namesOf, sentIn } from '../stanza/sent.ts';
import type { Environment, Side } from './environment.ts';
import type { Facts } from './facts.ts';
import { isUncaused, setAside } from './judge/leftovers.ts';
import type { Transcript } from './transcript.ts';

interface LateTools {
  readonly env: Pick<Environment, 'known' | 'remote'>;
  readonly facts: Pick<Facts, 'rounds'>;
  /** The servers of the case. */
  readonly sides: readonly Pick<Side, 'target'>[];
  readonly transcript: Transcript;
  readonly bindings: () => Bindings;
}

/** The late stanzas of one case, which it has caused. They are counted, and never judged. */
export class LateStanzas {
  readonly #tools: LateTools;
  #count = 0;
  #fencedAtMs = 0;
  #teaches = true;
  #hasDropped = false;
  readonly #unexplained: UnexplainedStanza[] = [];

  readonly #lossesBefore: number;

  constructor(tools: LateTools) {
    this.#tools = tools;
    this.#lossesBefore = this.#losses;
  }

  get #losses(): number {
    return this.#tools.env.remote?.losses.length ?? 0;
  }

  get count(): number {
    return this.#count;
  }

  /** A connection was dropped since the last fence. */
  get hasDropped(): boolean {
    return this.#hasDropped;
  }

  /** The fence after an act has ended. */
  fenceEnded(): void {
    this.#hasDropped = false;
    this.#fencedAtMs = this.#tools.transcript.nowMs;
  }

  /** A connection was dropped. A server may notice that at any time: what comes from now on says nothing of its order. */
  connectionDropped(): void {
    this.#teaches = false;
    this.#hasDropped = true;
  }

  /** What came meanwhile that the case has not caused, and that is no known traffic of the server. */
  get unexplained(): readonly UnexplainedStanza[] {
    return this.#unexplained;
  }

  /** Counts what has arrived at a session since the last fence, except what the server sends on its own. */
  note(ref: string, stanzas: readonly XmlElement[]): void {
    if (stanzas.length === 0) return;
    const { env, transcript, facts } = this.#tools;
    const late = this.#caused(ref, stanzas);
    if (late.length === 0) return;
    this.#count += late.length;
    transcript.record(ref, { direction: 'note', kind: 'step', note: { kind: 'late', count: late.length } });
    const lags = late.map((stanza) => (transcript.atMsOf(stanza) ?? 0) - this.#fencedAtMs);
    // When the component loses its stream, its users become unavailable.
    if (this.#teaches && this.#losses === this.#lossesBefore)
      env.known.learn({ kind: 'lag', lagMs: Math.max(0, ...lags), rounds: facts.rounds });
  }

  /** Those that the case has caused. The others are marked. */
  #caused(session: string, stanzas: readonly XmlElement[]): readonly XmlElement[] {
    const { sides, transcript, bindings } = this.#tools;
    const ambient = sides.flatMap(({ target }) => target.ambient);
    let all: readonly XmlElement[] | undefined;
    const sent = () => (all ??= sentIn(transcript));
    const context = { bindings: bindings(), ambient, isFederated: sides.length > 1, sent };
    const own = setAside(stanzas, { receives: [], may: [] }, context);
    for (const { stanza, module } of own) transcript.mark([stanza], 'ambient', module);
    const others = stanzas.filter((stanza) => !own.some((one) => one.stanza === stanza));
    const isNamed = namesOf(transcript.entries, context.bindings.fixed.values());
    const uncaused = others.filter((stanza) => isUncaused(stanza, context) || isOfAnother(stanza, isNamed));
    transcript.mark(uncaused, 'unexplained');
    this.#unexplained.push(...uncaused.map((stanza) => ({ session, stanza, count: 1 })));
    return others.filter((stanza) => !uncaused.includes(stanza));
  }
}

/**
 * Whether it comes from a user that the case knows nothing of: a contact of an earlier case on the same account, whose stream has
 * ended only now.
 */
function isOfAnother({ attrs: { from = '' } }: XmlElement, isNamed: (jid: string) => boolean): boolean {
  return localOf(from) !== '' && !isNamed(bareOf(from));
}
