// Regular expressions for what a server sends: JavaScript's, without what can take longer than the text is long. Each test reads the
// text once (Thompson 1968), so that no server can stop the tester with a value that an expression takes hours to refuse.

/** Why an expression cannot be used: it is none, or it holds what is not supported, or it is too large. */
export class ExpressionError extends Error {
  readonly kind: 'invalid' | 'anchor' | 'unsupported' | 'too-large';
  /** What the parser says; else the part that is refused. */
  readonly detail: string;

  constructor(kind: ExpressionError['kind'], detail: string) {
    super(detail);
    this.kind = kind;
    this.detail = detail;
  }
}

/** States of one expression: `[a-z]{1000}` has 1000. */
export const MAX_STATES = 2000;
/** Groups inside each other. */
const MAX_DEPTH = 50;

/** A state of the automaton: it takes a character, or goes on to others at once. Without either it is the end. */
interface State {
  readonly takes?: (char: string) => boolean;
  next: readonly State[];
}

/** Builds the states of a part of an expression in front of those that follow. */
type Build = (next: State) => State;

const READ = new Map<string, (text: string) => boolean>();

/** A test whether a whole text fits the expression. Throws `ExpressionError`. Each expression is read once. */
export function readExpression(source: string): (text: string) => boolean {
  const known = READ.get(source);
  if (known !== undefined) return known;
  const start = new Reader(source).read();
  const test = (text: string) => fits(start, text);
  READ.set(source, test);
  return test;
}

function fits(start: State, text: string): boolean {
  let states = closure([start]);
  for (const char of text) {
    if (states.size === 0) return false;
    states = closure([...states].flatMap((state) => (state.takes?.(char) ? state.next : [])));
  }
  return [...states].some(({ takes, next }) => takes === undefined && next.length === 0);
}

/** The states that are reached without a character. */
function closure(first: readonly State[]): ReadonlySet<State> {
  const found = new Set(first);
  for (const state of found) if (state.takes === undefined) for (const next of state.next) found.add(next);
  return found;
}

const ESCAPE = /\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z]|[\s\S])/uy;
const CLASS = /\[(?:\\[\s\S]|[^\]\\])*\]/uy;
const QUANTIFIER = /(?:([*+?])|\{(\d+)(,(\d*))?\})\??/y;
const REFUSED = /\(\?(?:<[=!]?|[=!]|[a-z-]+)|\\[bB1-9k]/y;
const ANCHOR = /[\^$]/y;
const ANY_CHARACTER = /[\s\S]/uy;

class Reader {
  readonly #source: string;
  #at = 0;
  #states = 0;

  constructor(source: string) {
    this.#source = source;
  }

  read(): State {
    try {
      new RegExp(this.#source, 'u');
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new ExpressionError('invalid', message.replace(/^Invalid regular expression: \/.*\/u?: /s, ''));
    }
    const build = this.#alternatives(0);
    return build({ next: [] });
  }

  /** Takes what the expression holds at this place, if it fits. */
  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source) ?? undefined;
    this.#at += found?.[0].length ?? 0;
    return found;
  }

  #state(state: State): State {
    this.#states += 1;
    if (this.#states > MAX_STATES) throw new ExpressionError('too-large', String(MAX_STATES));
    return state;
  }

  #alternatives(depth: number): Build {
    if (depth > MAX_DEPTH) throw new ExpressionError('too-large', String(MAX_STATES));
    const all = [this.#sequence(depth)];
    while (this.#source[this.#at] === '|') {
      this.#at += 1;
      all.push(this.#sequence(depth));
    }
    const [only] = all;
    if (only !== undefined && all.length === 1) return only;
    return (next) => this.#state({ next: all.map((build) => build(next)) });
  }

  #sequence(depth: number): Build {
    const all: Build[] = [];
    while (this.#at < this.#source.length && !'|)'.includes(this.#source[this.#at] ?? '')) {
      all.push(this.#quantified(this.#atom(depth)));
    }
    return (next) => all.reduceRight((state, build) => build(state), next);
  }

  #atom(depth: number): Build {
    const refused = this.#take(REFUSED);
    if (refused !== undefined) throw new ExpressionError('unsupported', refused[0]);
    const anchor = this.#take(ANCHOR);
    if (anchor !== undefined) throw new ExpressionError('anchor', anchor[0]);
    if (this.#source[this.#at] === '(') {
      this.#at += this.#source.startsWith('(?:', this.#at) ? 3 : 1;
      const inside = this.#alternatives(depth + 1);
      this.#at += 1;
      return inside;
    }
    const [atom = ''] = this.#take(ESCAPE) ?? this.#take(CLASS) ?? this.#take(ANY_CHARACTER) ?? [];
    const one = new RegExp(`^(?:${atom})$`, 'u');
    return (next) => this.#state({ takes: (char) => one.test(char), next: [next] });
  }

  #quantified(build: Build): Build {
    const [, sign, least = sign === '+' ? '1' : '0', comma = sign, most = sign === '?' ? '1' : ''] = this.#take(
      QUANTIFIER,
    ) ?? [undefined, undefined, '1', undefined];
    const min = Number(least);
    const max = comma === undefined ? min : most === '' ? Number.POSITIVE_INFINITY : Number(most);
    return min === 1 && max === 1 ? build : (next) => this.#repeat(build, { min, max }, next);
  }

  #repeat(build: Build, { min, max }: { readonly min: number; readonly max: number }, next: State): State {
    let state = next;
    if (max === Number.POSITIVE_INFINITY) {
      const loop = this.#state({ next: [] });
      loop.next = [build(loop), next];
      state = loop;
    } else {
      for (let more = min; more < max; more += 1) state = this.#state({ next: [build(state), next] });
    }
    for (let more = 0; more < min; more += 1) {
      const before = state;
      state = build(state);
      // What is empty is the same however often it comes.
      if (state === before) break;
    }
    return state;
  }
}
