// The reference server as a test double: one JSON a line, commands in and events out.

import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { XmlElement } from '../../model/xml.ts';
import type { Control } from '../../reference/control.ts';
import { parseJid } from '../../stanza/jid.ts';
import { closest, match } from '../../stanza/match.ts';
import { type Bindings, fill } from '../../stanza/placeholders.ts';
import { serialize } from '../../stanza/serialize.ts';
import { parseXml } from '../../stanza/xml.ts';
import { differenceText, placeText } from '../../wording/differences.ts';
import { messageOf } from '../../wording/problems.ts';

/** What `expect` waits for at most, in seconds, where the command does not say. */
const WITHIN_S = 5;

/** Stanzas that `expect` still looks at, at most: the last ones. */
const MOST_KEPT = 1000;

const words = z.string().min(1);
const common = { id: z.union([z.string(), z.number()]).optional() };

const COMMANDS = z.discriminatedUnion('command', [
  z.strictObject({ ...common, command: z.literal('account'), name: words, password: words }),
  z.strictObject({ ...common, command: z.literal('roster'), name: words, items: z.array(words) }),
  z.strictObject({ ...common, command: z.literal('send'), to: words, stanza: words }),
  z.strictObject({ ...common, command: z.literal('raw'), to: words, text: words }),
  z.strictObject({ ...common, command: z.literal('close'), to: words.optional(), condition: words.optional() }),
  z.strictObject({ ...common, command: z.literal('reset') }),
  z.strictObject({
    ...common,
    command: z.literal('expect'),
    stanza: words,
    from: words.optional(),
    within: z.number().min(0).max(3600).optional(),
  }),
]);

type Command = z.infer<typeof COMMANDS>;
type CommandOf<Kind extends Command['command']> = Extract<Command, { command: Kind }>;

/** A line of the output. */
type Event = Readonly<Record<string, unknown>> & { readonly event: string };

interface Received {
  readonly from: string;
  readonly stanza: XmlElement;
}

/** An `expect` that waits. */
interface Waiting {
  readonly expect: CommandOf<'expect'>;
  readonly pattern: XmlElement;
  readonly timer: NodeJS.Timeout;
}

/** Does what a test asks for, and tells it what comes of that. */
export class TestDouble {
  readonly #control: Control;
  readonly #write: (event: Event) => void;
  /** Restores the accounts that were there from the start. */
  readonly #addAccounts: () => void;
  readonly #fixed: ReadonlyMap<string, string>;
  #captures: ReadonlyMap<string, string> = new Map();
  /** What clients have sent and no `expect` has taken. */
  #received: Received[] = [];
  readonly #waiting = new Set<Waiting>();

  constructor(
    control: Control,
    {
      domain,
      write,
      addAccounts,
    }: { readonly domain: string; readonly write: (event: Event) => void; readonly addAccounts: () => void },
  ) {
    this.#control = control;
    this.#write = write;
    this.#addAccounts = addAccounts;
    this.#fixed = new Map([['domain', domain]]);
  }

  get #bindings(): Bindings {
    return { fixed: this.#fixed, captures: this.#captures };
  }

  /** A client has sent a stanza. */
  take(from: string, stanza: XmlElement): void {
    this.#received.push({ from, stanza });
    if (this.#received.length > MOST_KEPT) this.#received.shift();
    for (const one of this.#waiting) if (this.#satisfies(one)) return;
  }

  /** Reads commands until the input ends. A line that is none is answered with an error. */
  async read(input: NodeJS.ReadableStream, signal: AbortSignal): Promise<void> {
    const lines = createInterface({ input, signal });
    for await (const line of lines) {
      const answer = line.trim() === '' ? undefined : this.#answer(line);
      if (answer !== undefined) this.#write(answer);
    }
    for (const { timer } of this.#waiting) clearTimeout(timer);
  }

  /** Undefined: the answer comes later. */
  #answer(line: string): Event | undefined {
    let given: unknown;
    try {
      given = JSON.parse(line);
    } catch {
      return { event: 'error', message: 'this line is no JSON', line: line.slice(0, 200) };
    }
    const { data, error } = COMMANDS.safeParse(given);
    const id = idOf(given);
    if (data === undefined) return { event: 'error', message: firstIssue(error), ...id };
    try {
      const done = this.#do(data);
      return done && { event: 'done', command: data.command, ...id, ...done };
    } catch (trouble) {
      return { event: 'error', command: data.command, message: messageOf(trouble), ...id };
    }
  }

  /** Returns what the answer holds; undefined: it comes later. Throws what is wrong. */
  #do(command: Command): object | undefined {
    switch (command.command) {
      case 'account': {
        const refusal = this.#control.addAccount(command.name, command.password);
        if (refusal !== undefined) throw new Error(`the account was not made: ${refusal}`);
        return {};
      }
      case 'roster': {
        const items = command.items.map((item) => fill(parseXml(item, 'jabber:iq:roster'), this.#bindings));
        if (!this.#control.setRoster(command.name, items)) throw new Error(`there is no account "${command.name}"`);
        return {};
      }
      case 'send':
        return reached(this.#control.send(command.to, fill(parseXml(command.stanza), this.#bindings)), command.to);
      case 'raw':
        return reached(this.#control.write(command.to, command.text), command.to);
      case 'close':
        return { clients: this.#control.close(command.to, command.condition) };
      case 'reset':
        this.#control.reset();
        this.#received = [];
        this.#captures = new Map();
        this.#addAccounts();
        return {};
      case 'expect':
        this.#expect(command);
        return undefined;
    }
  }

  #expect(expect: CommandOf<'expect'>): void {
    const pattern = parseXml(expect.stanza);
    const timer = setTimeout(() => this.#miss(waiting), (expect.within ?? WITHIN_S) * 1000);
    const waiting: Waiting = { expect, pattern, timer };
    this.#waiting.add(waiting);
    this.#satisfies(waiting);
  }

  /** What may be meant: of the client that the command names, or of any. */
  #candidates({ expect: { from } }: Waiting): readonly Received[] {
    const wanted = from === undefined ? undefined : parseJid(from)?.full;
    return this.#received.filter(
      (one) => from === undefined || one.from === wanted || parseJid(one.from)?.bare === wanted,
    );
  }

  /** Whether a stanza has come that matches: it is taken, and what it captures is kept. */
  #satisfies(waiting: Waiting): boolean {
    const { expect, pattern, timer } = waiting;
    for (const one of this.#candidates(waiting)) {
      const result = match(pattern, one.stanza, this.#bindings);
      if (!result.matches) continue;
      this.#captures = result.captures;
      this.#received.splice(this.#received.indexOf(one), 1);
      this.#waiting.delete(waiting);
      clearTimeout(timer);
      this.#write({ event: 'expected', ...idOf(expect), from: one.from, stanza: serialize(one.stanza) });
      return true;
    }
    return false;
  }

  #miss(waiting: Waiting): void {
    const { expect, pattern } = waiting;
    this.#waiting.delete(waiting);
    const came = this.#candidates(waiting);
    const nearest = closest(
      pattern,
      came.map(({ stanza }) => stanza),
      this.#bindings,
    );
    this.#write({ event: 'missing', ...idOf(expect), ...(nearest && this.#difference(pattern, nearest)) });
  }

  #difference(pattern: XmlElement, nearest: XmlElement): object {
    const result = match(pattern, nearest, this.#bindings);
    if (result.matches) return {};
    const { path, expected, actual } = result.difference;
    return {
      closest: serialize(nearest),
      difference: {
        at: placeText(path, 'en'),
        expected: differenceText(expected, 'en'),
        received: differenceText(actual, 'en'),
      },
    };
  }
}

function reached(clients: readonly string[], to: string): object {
  if (clients.length === 0) throw new Error(`no client is connected as ${to}`);
  return { clients };
}

/** The id of a command, which its answer has, too. */
function idOf(given: unknown): { readonly id?: unknown } {
  const isObject = typeof given === 'object' && given !== null && 'id' in given;
  return isObject && given.id !== undefined ? { id: given.id } : {};
}

function firstIssue({ issues }: z.ZodError): string {
  const [issue] = issues;
  const place = issue?.path.join('.') ?? '';
  return [place, issue?.message].filter((part) => part !== '' && part !== undefined).join(': ');
}
