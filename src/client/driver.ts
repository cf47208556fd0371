// The protocol of a driver: a verb a line to it, a JSON object a line from it.

import type { ClientDriver, ShownKind } from '../model/client.ts';
import type { Problem } from '../model/problem.ts';
import type { XmlElement } from '../model/xml.ts';
import { ProblemError } from '../wording/problems.ts';
import { startDeadline } from '../xmpp/deadline.ts';
import type { ClientListener, ClientProgram } from './client-program.ts';
import { shownElements } from './shown.ts';

/** One line of a driver. Other keys are for later versions. */
type Said = Readonly<Record<string, unknown>>;

type Answer = { readonly said: Said } | { readonly problem: Problem };

interface DriverOptions {
  /** How long the answer to a verb may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Called once when the program has ended by itself. */
  readonly onEnd: (problem: Problem) => void;
}

/** The driver of one client. It is told one thing at a time, in the order of the calls. */
export class Driver implements ClientDriver, ClientListener {
  readonly #options: DriverOptions;
  #greet: () => void = () => undefined;
  readonly #greeted = new Promise<void>((resolve) => {
    this.#greet = resolve;
  });
  #program: ClientProgram | undefined;
  #settle: ((answer: Answer) => void) | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #ended: Problem | undefined;
  name = '';
  version = '';
  does: readonly string[] = [];

  constructor(options: DriverOptions) {
    this.#options = options;
  }

  /** The program that it drives, once it is started. */
  drives(program: ClientProgram): void {
    this.#program = program;
  }

  /** The last lines of its log. */
  get log(): readonly string[] {
    return [...(this.#program?.log ?? [])];
  }

  /** Why the program has ended by itself; undefined: it runs. */
  get ended(): Problem | undefined {
    return this.#ended;
  }

  /** Resolves when it has greeted, or after this time. */
  greeting(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const callOff = startDeadline(ms, resolve);
      void this.#greeted.then(callOff).then(resolve);
    });
  }

  async tell(verb: string, words: readonly string[]): Promise<void> {
    await this.#say(verb, words);
  }

  async ask(what: ShownKind): Promise<readonly XmlElement[]> {
    const { [what]: shown, ...other } = await this.#say(what, []);
    const found = shownElements(what, shown);
    if (found === undefined) throw this.#error({ kind: 'driver-unclear', verb: what, said: JSON.stringify(other) });
    return found;
  }

  onLine(text: string): void {
    const said = readLine(text);
    if (said === undefined) return;
    const { hello } = said;
    if (isObject(hello)) this.#introduce(hello);
    else this.#settle?.({ said });
  }

  onEnded(problem: Problem): void {
    this.#ended ??= problem;
    this.#greet();
    this.#settle?.({ problem });
    this.#options.onEnd(problem);
  }

  /** Ends the program. Never rejects. */
  async end(): Promise<void> {
    await this.#program?.end();
  }

  #introduce({ name, version, does }: Said): void {
    const list = Array.isArray(does) ? does.filter((verb) => typeof verb === 'string') : [];
    this.name = typeof name === 'string' ? name : '';
    this.version = typeof version === 'string' ? version : '';
    this.does = [...new Set(list)];
    this.#greet();
  }

  #say(verb: string, words: readonly string[]): Promise<Said> {
    const turn = this.#last.then(() => this.#exchange(verb, words));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #exchange(verb: string, words: readonly string[]): Promise<Said> {
    const answer = await this.#answerTo([verb, ...words].join(' '), verb);
    if ('problem' in answer) throw new ProblemError(answer.problem);
    const { unsupported, error } = answer.said;
    if (unsupported !== undefined)
      throw this.#error({ kind: 'driver-refused', verb, why: `unsupported: ${unsupported}` });
    if (error !== undefined) throw this.#error({ kind: 'driver-refused', verb, why: String(error) });
    return answer.said;
  }

  #answerTo(line: string, verb: string): Promise<Answer> {
    const { timeoutMs } = this.#options;
    if (this.#ended !== undefined) return Promise.resolve({ problem: this.#ended });
    return new Promise((resolve) => {
      const settle = (answer: Answer) => {
        callOff();
        this.#settle = undefined;
        resolve(answer);
      };
      const callOff = startDeadline(timeoutMs, () =>
        settle({ problem: { kind: 'driver-silent', verb, timeoutMs, log: this.log } }),
      );
      this.#settle = settle;
      this.#program?.write(line);
    });
  }

  #error(problem: Problem): ProblemError {
    return new ProblemError(problem);
  }
}

const isObject = (value: unknown): value is Said =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a line says; undefined where it is no JSON object. */
function readLine(text: string): Said | undefined {
  try {
    const said: unknown = JSON.parse(text);
    return isObject(said) ? said : undefined;
  } catch {
    return undefined;
  }
}
