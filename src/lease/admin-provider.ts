// XEP-0133 4.1 and 4.2: an administrator adds and deletes accounts by ad-hoc commands (XEP-0050).

import type { Account, Session } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { errorCondition, errorText, iqRequest } from '../stanza/iq.ts';
import { child, element, elements, NS, text } from '../stanza/xml.ts';
import { isExpired, problemOf } from '../wording/problems.ts';
import { fillForm } from './data-form.ts';
import { logIn, logOut } from './log-in.ts';
import { REQUESTS_AT_ONCE } from './numbers.ts';
import { type Provider, ProvisionError, type ServerAccess } from './provider.ts';

/** One command: its name in problems, its node, and the values of its form. */
interface AdminCommand {
  readonly command: 'add' | 'delete';
  readonly node: string;
  readonly values: Readonly<Record<string, string>>;
  /** Called before the server may act. */
  readonly intend: () => void;
}

/** Why a command did not work. `reason` is an error condition, with the server's text, or the server's note. */
type Refusal =
  | { readonly kind: 'admin-refused'; readonly reason: string; readonly text?: string | undefined }
  | { readonly kind: 'admin-form-missing' }
  | { readonly kind: 'admin-asks-more'; readonly fields: readonly string[] };

/** Adds and deletes accounts in one session of an administrator. */
export class AdminProvider implements Provider {
  readonly concurrency = REQUESTS_AT_ONCE;
  readonly #admin: Account;
  readonly #server: Pick<ServerAccess, 'address' | 'connect' | 'timeoutMs'>;
  #session: Promise<Session> | undefined;

  constructor(admin: Account, server: Pick<ServerAccess, 'address' | 'connect' | 'timeoutMs'>) {
    this.#admin = admin;
    this.#server = server;
  }

  async create({ jid, password }: Account, intend: () => void): Promise<void> {
    const values = { accountjid: jid, password, 'password-verify': password };
    const refusal = await this.#run({ command: 'add', node: `${NS.admin}#add-user`, values, intend });
    if (refusal !== undefined) throw this.#refused('add', refusal);
  }

  async remove({ jid }: Account): Promise<void> {
    const values = { accountjids: jid };
    const refusal = await this.#run({
      command: 'delete',
      node: `${NS.admin}#delete-user`,
      values,
      intend: () => undefined,
    });
    const isGone = refusal?.kind === 'admin-refused' && refusal.reason === 'item-not-found';
    if (refusal !== undefined && !isGone) throw this.#refused('delete', refusal);
  }

  async close(): Promise<void> {
    const session = await this.#session?.catch(() => undefined);
    if (session !== undefined) await logOut(session, this.#server.timeoutMs);
  }

  async #run(command: AdminCommand): Promise<Refusal | undefined> {
    try {
      return await this.#execute(await this.#connected(), command);
    } catch (error) {
      if (!isExpired(error)) throw error;
      const place = { command: command.command, ...this.#place };
      throw new ProvisionError({ kind: 'admin-unanswered', ...place, cause: problemOf(error) }, 'unknown', {
        cause: error,
      });
    }
  }

  /** Asks for the form of a command and submits it. */
  async #execute(session: Session, { node, values, intend }: AdminCommand): Promise<Refusal | undefined> {
    const first = await this.#ask(session, element('command', NS.commands, { node, action: 'execute' }));
    const form = first.command && child(first.command, 'x', NS.data);
    if (form === undefined) return first.refusal ?? { kind: 'admin-form-missing' };
    const { submit, missing } = fillForm(form, values);
    if (missing.length > 0) return { kind: 'admin-asks-more', fields: missing };
    intend();
    const sessionid = first.command?.attrs['sessionid'] ?? '';
    return (await this.#ask(session, element('command', NS.commands, { node, sessionid }, [submit]))).refusal;
  }

  async #ask(session: Session, command: XmlElement) {
    const request = iqRequest('set', command, this.#place.domain);
    const answer = await session.request(request, 'setup', this.#server.timeoutMs);
    const answered = child(answer, 'command', NS.commands);
    const reason = errorCondition(answer) ?? (answered && errorNote(answered));
    const refusal: Refusal | undefined =
      reason === undefined ? undefined : { kind: 'admin-refused', reason, ...errorText(answer) };
    return { command: answered, refusal };
  }

  async #connected(): Promise<Session> {
    this.#session ??= this.#logIn();
    const current = this.#session;
    const session = await current.catch((error: unknown) => {
      this.#session = undefined;
      throw error;
    });
    if (session.ended === undefined) return session;
    if (this.#session === current) this.#session = undefined;
    this.#session ??= this.#logIn();
    return await this.#session;
  }

  async #logIn(): Promise<Session> {
    try {
      return await logIn(this.#admin, this.#server.connect, this.#server);
    } catch (error) {
      if (isExpired(error)) throw error;
      const problem = { kind: 'admin-login-failed', admin: this.#admin.jid, cause: problemOf(error) } as const;
      throw new ProvisionError(problem, 'not-done', { cause: error });
    }
  }

  #refused(command: AdminCommand['command'], refusal: Refusal): ProvisionError {
    return new ProvisionError({ ...refusal, command, ...this.#place }, 'not-done');
  }

  get #place() {
    return { admin: this.#admin.jid, domain: this.#server.address.domain };
  }
}

/** The error note of a completed command (XEP-0050 4.4): some servers complete what they refuse. */
function errorNote(command: XmlElement): string | undefined {
  const note = elements(command).find(({ name, attrs }) => name === 'note' && attrs['type'] === 'error');
  return note && text(note);
}
