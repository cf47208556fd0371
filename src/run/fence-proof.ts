// What the answers to requests have proven since the last act of a case. Pure.

/** The request of a session that the server has answered. Both numbers count the events of the case. */
interface Answer {
  readonly asked: number;
  readonly answered: number;
}

/** One round of a fence. */
interface Round {
  /** The sessions that must still ask. */
  readonly refs: readonly string[];
  readonly isLast: boolean;
}

/**
 * The rounds of a fence are those of `Fences.raise`: each sender is answered after it has sent; when all of them are, each
 * session asks and is answered; and then once more. Any request to the server counts, whatever it was made for, so that a
 * fence need not ask again.
 */
export class FenceProof {
  #now = 0;
  #actedAt = 0;
  readonly #sentAt = new Map<string, number>();
  readonly #answers = new Map<string, Answer[]>();

  /** That of a fence after an act: each of these sessions has sent something, and nothing has been answered. */
  static after(senders: readonly string[]): FenceProof {
    const proof = new FenceProof();
    for (const ref of senders) proof.acted(ref);
    return proof;
  }

  /** Something was done that may cause stanzas, which a session has sent or nobody. What was answered before proves nothing of it. */
  acted(sender?: string): void {
    this.#now += 1;
    this.#actedAt = this.#now;
    if (sender !== undefined) this.#sentAt.set(sender, this.#now);
  }

  /** A session asks the server. Returns what is to be called when the answer has come. */
  asks(ref: string): () => void {
    this.#now += 1;
    const asked = this.#now;
    return () => {
      this.#now += 1;
      const answers = this.#answers.get(ref) ?? [];
      this.#answers.set(ref, [...answers, { asked, answered: this.#now }]);
    };
  }

  /** The session has sent something, and has had no answer to what it asked later. */
  isUnanswered(ref: string): boolean {
    const sentAt = this.#sentAt.get(ref);
    return sentAt !== undefined && this.#first(ref, sentAt) === undefined;
  }

  /** The session takes part no longer. Returns whether it has sent something that is unanswered. */
  leaves(ref: string): boolean {
    const isUnanswered = this.isUnanswered(ref);
    this.#sentAt.delete(ref);
    this.#answers.delete(ref);
    return isUnanswered;
  }

  /** The rounds of a fence of these sessions. Each is made when the one before it has been answered. */
  *rounds(sessions: readonly string[]): Generator<Round> {
    const senders = sessions.filter((ref) => this.#sentAt.has(ref));
    yield { refs: senders.filter((ref) => this.isUnanswered(ref)), isLast: false };
    let since = Math.max(
      this.#actedAt,
      this.#lastOf(senders, (ref) => this.#sentAt.get(ref) ?? 0),
    );
    for (const isLast of [false, true]) {
      const from = since;
      yield { refs: sessions.filter((ref) => this.#first(ref, from) === undefined), isLast };
      since = Math.max(
        from,
        this.#lastOf(sessions, () => from),
      );
    }
  }

  /** The first answer to what the session asked from then on. */
  #first(ref: string, from: number): Answer | undefined {
    return this.#answers.get(ref)?.find(({ asked }) => asked >= from);
  }

  /** When the last of these sessions got its first answer to what it asked from then on. */
  #lastOf(refs: readonly string[], from: (ref: string) => number): number {
    return Math.max(0, ...refs.map((ref) => this.#first(ref, from(ref))?.answered ?? 0));
  }
}
