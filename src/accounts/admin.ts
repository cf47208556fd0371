// XEP-0133 4.1 and 4.2: an administrator adds and deletes accounts by ad-hoc commands (XEP-0050).

import type { Account, Session } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { Expired } from '../xmpp/expired.ts';
import { fillForm, formIn } from './data-form.ts';
import { childOf, conditionOf, element, elementsOf, iq, textOf } from './iq.ts';
import { logIn } from './log-in.ts';
import { type Provider, type Reach, Refused, Unanswered } from './provider.ts';

const COMMANDS = 'http://jabber.org/protocol/commands';
const ADMIN = 'http://jabber.org/protocol/admin';

/** Commands share one session, which the server works off in order; more at once only hide round trips. */
const COMMANDS_AT_ONCE = 8;

const INSTEAD = 'make it an administrator there, or use --account JID twice or more, or --provision command';

/** One command: what it is called in messages, its node, and the values of its form. */
interface Command {
  readonly what: string;
  readonly node: string;
  readonly values: Readonly<Record<string, string>>;
  /** Called before the server may act. */
  readonly intend: () => void;
}

/** Adds and deletes accounts in one session of an administrator. */
export class Admin implements Provider {
  readonly concurrency = COMMANDS_AT_ONCE;
  readonly #admin: Account;
  readonly #reach: Pick<Reach, 'address' | 'connect' | 'timeoutMs'>;
  #session: Promise<Session> | undefined;

  constructor(admin: Account, reach: Pick<Reach, 'address' | 'connect' | 'timeoutMs'>) {
    this.#admin = admin;
    this.#reach = reach;
  }

  async create({ jid, password }: Account, intend: () => void): Promise<void> {
    const values = { accountjid: jid, password, 'password-verify': password };
    const refusal = await this.#run({ what: 'add accounts', node: `${ADMIN}#add-user`, values, intend });
    if (refusal !== undefined) throw this.#refused('add accounts', refusal);
  }

  async remove({ jid }: Account): Promise<void> {
    const command = { what: 'delete accounts', node: `${ADMIN}#delete-user`, intend: () => undefined };
    const refusal = await this.#run({ ...command, values: { accountjids: jid } });
    if (refusal !== undefined && refusal !== 'item-not-found') throw this.#refused('delete accounts', refusal);
  }

  async close(): Promise<void> {
    const session = await this.#session?.catch(() => undefined);
    await session?.close(this.#reach.timeoutMs);
  }

  /** Asks for the form of a command and submits it. Resolves with the reason of a refusal, if any. */
  async #run(command: Command): Promise<string | undefined> {
    try {
      return await this.#converse(await this.#connected(), command);
    } catch (error) {
      if (!(error instanceof Expired)) throw error;
      const text = `${this.#admin.jid} was to ${command.what} on ${this.#domain}: ${error.message}; ${INSTEAD}`;
      throw new Unanswered(text, { cause: error });
    }
  }

  async #converse(session: Session, { node, values, intend }: Command): Promise<string | undefined> {
    const first = await this.#ask(session, element('command', COMMANDS, { node, action: 'execute' }));
    const form = formIn(first.command);
    if (form === undefined) return first.refusal ?? 'the server shows no form';
    const { submit, missing } = fillForm(form, values);
    if (missing.length > 0) return `it asks for ${missing.join(', ')}`;
    intend();
    const sessionid = first.command?.attrs['sessionid'] ?? '';
    return (await this.#ask(session, element('command', COMMANDS, { node, sessionid }, [submit]))).refusal;
  }

  async #ask(session: Session, command: XmlElement) {
    const answer = await session.request(iq('set', command, this.#domain), 'setup', this.#reach.timeoutMs);
    const answered = childOf(answer, 'command', COMMANDS);
    return { command: answered, refusal: conditionOf(answer) ?? complaintIn(answered) };
  }

  async #connected(): Promise<Session> {
    this.#session ??= this.#logIn();
    const current = this.#session;
    const session = await current.catch((error: unknown) => {
      this.#session = undefined;
      throw error;
    });
    if (session.ended === undefined) return session;
    if (this.#session === current) this.#session = this.#logIn();
    return await (this.#session ?? this.#logIn());
  }

  async #logIn(): Promise<Session> {
    try {
      return await logIn(this.#admin, this.#reach.connect, this.#reach.timeoutMs);
    } catch (error) {
      if (error instanceof Expired) throw error;
      const why = error instanceof Error ? error.message : String(error);
      throw new Refused(`the administrator ${this.#admin.jid} cannot log in: ${why}`, { cause: error });
    }
  }

  #refused(what: string, reason: string): Refused {
    return new Refused(`${this.#admin.jid} cannot ${what} on ${this.#domain} (${reason}): ${INSTEAD}`);
  }

  get #domain(): string {
    return this.#reach.address.domain;
  }
}

/** The error note of a completed command (XEP-0050 4.4): some servers complete what they refuse. */
function complaintIn(command: XmlElement | undefined): string | undefined {
  const note = elementsOf(command).find(({ name, attrs }) => name === 'note' && attrs['type'] === 'error');
  return note && textOf(note);
}
