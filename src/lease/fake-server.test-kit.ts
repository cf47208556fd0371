// A server for the tests of this room: accounts and rosters in memory, no sockets. Not the reference server, which
// cannot misbehave before the login, and hides its accounts and rosters.

import type { Problem } from '../model/problem.ts';
import type { Account, Connect, Session } from '../model/session.ts';
import type { Address } from '../model/target.ts';
import type { XmlElement } from '../model/xml.ts';
import { child, element, elements, NS, parseXml, text } from '../stanza/xml.ts';
import { ProblemError } from '../wording/problems.ts';
import type { StreamOpener } from '../xmpp/connect.ts';

export const address: Address = {
  host: '127.0.0.1',
  port: 5222,
  domain: 'fake.localhost',
  tls: 'plain',
  insecure: false,
};

/** What happens instead of success: an error condition, no answer, or the end of the stream. */
type Trouble = { readonly condition: string; readonly text?: string | undefined } | 'silence' | 'end' | undefined;

/** What the fake does differently. Counts are of the accounts registered so far, on this stream and altogether. */
interface Behaviour {
  readonly features?: string;
  readonly form?: string;
  onRegister?(onStream: number, inAll: number): Trouble;
  onRemove?(): Trouble;
  /** The roster is refused. */
  readonly refusesRoster?: boolean;
  /** False: a request that was denied is still pending. */
  readonly denies?: boolean;
  /** False: the server does not close its side of a stream. */
  readonly closes?: boolean;
  onLogin?(account: Account): Error | undefined;
  /** The answer to an ad-hoc command: XML or an error condition; undefined for success. */
  onCommand?(command: XmlElement): string | { readonly condition: string; readonly text: string } | undefined;
}

const FIELDS = '<username/><password/>';
const OFFER = `<register xmlns="${NS.registerFeature}"/>`;

/** The fake, its state, and counts of what it received. */
export function fakeServer(behaviour: Behaviour = {}) {
  const accounts = new Map<string, string>();
  /** For each account the items by contact: the subscription, and " ask" where a request is pending. */
  const rosters = new Map<string, Map<string, string>>();
  /** Presence sent by sessions, as `type to`; and stanzas stored for an account. */
  const presence: string[] = [];
  const stored = new Map<string, XmlElement[]>();
  const seen = { streams: 0, logins: 0, requests: 0, registered: 0, open: 0 };

  const open: StreamOpener = async () => {
    seen.streams += 1;
    seen.open += 1;
    let onStream = 0;
    let hasEnded = false;
    return {
      features: parseXml(`<stream:features>${behaviour.features ?? OFFER}</stream:features>`),
      close: async () => {
        if (!hasEnded) seen.open -= 1;
        hasEnded = true;
      },
      request: async (iq, timeoutMs) => {
        seen.requests += 1;
        await Promise.resolve();
        if (hasEnded) throw new Error('the stream has ended');
        const form = behaviour.form ?? FIELDS;
        if (iq.attrs['type'] === 'get') return result(iq, `<query xmlns="${NS.register}">${form}</query>`);
        const trouble = behaviour.onRegister?.(onStream, seen.registered);
        if (trouble !== undefined) return fail(iq, trouble, timeoutMs, 'registration');
        const { username, password } = submitted(iq);
        if (accounts.has(`${username}@${address.domain}`)) return error(iq, 'conflict');
        accounts.set(`${username}@${address.domain}`, password ?? '');
        onStream += 1;
        seen.registered += 1;
        return result(iq);
      },
    };
  };

  const connect: Connect = async ({ account, resource }) => {
    const refusal = behaviour.onLogin?.(account);
    if (refusal !== undefined) throw refusal;
    if (accounts.get(account.jid) !== account.password) {
      throw new ProblemError({ kind: 'login-refused', jid: account.jid, condition: 'not-authorized' });
    }
    seen.logins += 1;
    seen.open += 1;
    return fakeSession(account, resource);
  };

  function fakeSession(account: Account, resource: string): Session {
    const roster = rosters.get(account.jid) ?? new Map<string, string>();
    rosters.set(account.jid, roster);
    let inbox: XmlElement[] = [];
    let ended: Problem | undefined;
    let hasSentPresence = false;
    return {
      jid: `${account.jid}/${resource}`,
      features: element('features', NS.streams),
      get ended() {
        return ended;
      },
      isClosedByServer: behaviour.closes ?? true,
      get hasSentPresence() {
        return hasSentPresence;
      },
      send: async ({ name, attrs: { type = 'available', to } }) => {
        hasSentPresence ||= name === 'presence';
        presence.push(`${type} ${to ?? ''}`.trim());
        const all = stored.get(account.jid) ?? [];
        if (type === 'available' && to === undefined) {
          inbox.push(...all);
          stored.set(
            account.jid,
            all.filter(({ name }) => name !== 'message'),
          );
        }
        if (type === 'unsubscribed') deny(all, account.jid, to);
      },
      request: async (iq, _kind, timeoutMs) => {
        seen.requests += 1;
        await Promise.resolve();
        const payload = elements(iq)[0];
        if (payload?.name === 'command') return command(iq, payload);
        if (payload?.ns === NS.roster && behaviour.refusesRoster) return error(iq, 'service-unavailable');
        if (payload?.ns === NS.roster) return rosterAnswer(iq, payload, roster);
        const trouble = behaviour.onRemove?.();
        if (trouble === 'end') ended = { kind: 'stream-closed-by-server' };
        if (trouble !== undefined) return fail(iq, trouble, timeoutMs, 'removal');
        accounts.delete(account.jid);
        return result(iq);
      },
      get inbox() {
        return inbox;
      },
      drain: () => inbox.splice(0),
      arrival: async (isEnough, timeoutMs) => {
        if (!isEnough()) throw new ProblemError({ kind: 'no-arrival', timeoutMs });
      },
      drop: () => {
        ended ??= { kind: 'connection-dropped-by-client' };
      },
      close: async () => {
        seen.open -= 1;
        ended ??= { kind: 'stream-closed-by-client' };
        inbox = [];
      },
    };
  }

  function deny(all: readonly XmlElement[], jid: string, from: string | undefined): void {
    const isDenied = ({ attrs }: XmlElement) => attrs['type'] === 'subscribe' && attrs['from'] === from;
    if (behaviour.denies ?? true)
      stored.set(
        jid,
        all.filter((stanza) => !isDenied(stanza)),
      );
  }

  function command(iq: XmlElement, payload: XmlElement): XmlElement {
    const own = behaviour.onCommand?.(payload);
    if (typeof own === 'object') return error(iq, own.condition, own.text);
    if (own !== undefined) return own.startsWith('<') ? result(iq, own) : error(iq, own);
    const form = child(payload, 'x');
    if (form === undefined) return result(iq, commandForm(payload.attrs['node']?.endsWith('add-user') ?? false));
    const fields = fieldsOf(form);
    if (fields['accountjids'] !== undefined) accounts.delete(fields['accountjids']);
    if (fields['accountjid'] !== undefined) accounts.set(fields['accountjid'], fields['password'] ?? '');
    return result(iq, `<command xmlns="${NS.commands}" status="completed"/>`);
  }

  return { accounts, rosters, presence, stored, seen, openStream: open, connect };
}

function rosterAnswer(iq: XmlElement, query: XmlElement, roster: Map<string, string>): XmlElement {
  const [item] = elements(query);
  if (item !== undefined) roster.delete(item.attrs['jid'] ?? '');
  const items = [...roster].map(([jid, state]) => {
    const [subscription, ask] = state.split(' ');
    return `<item jid="${jid}" subscription="${subscription}"${ask === undefined ? '' : ' ask="subscribe"'}/>`;
  });
  return result(iq, `<query xmlns="${NS.roster}">${items.join('')}</query>`);
}

function commandForm(isToAdd: boolean): string {
  const names = isToAdd ? ['accountjid', 'password', 'password-verify'] : ['accountjids'];
  const fields = names.map((name) => `<field var="${name}"><required/></field>`).join('');
  const type = `<field var="FORM_TYPE" type="hidden"><value>${NS.admin}</value></field>`;
  const form = `<x xmlns="${NS.data}" type="form">${type}${fields}</x>`;
  return `<command xmlns="${NS.commands}" sessionid="s1" status="executing">${form}</command>`;
}

function result(iq: XmlElement, payload?: string): XmlElement {
  const attrs = { type: 'result', id: iq.attrs['id'] ?? '' };
  return element('iq', NS.client, attrs, payload === undefined ? [] : [parseXml(payload)]);
}

function error(iq: XmlElement, condition: string, said?: string): XmlElement {
  const words = said === undefined ? [] : [element('text', NS.stanzas, {}, [said])];
  const error = element('error', NS.client, { type: 'cancel' }, [element(condition, NS.stanzas), ...words]);
  return element('iq', NS.client, { type: 'error', id: iq.attrs['id'] ?? '' }, [error]);
}

function fail(iq: XmlElement, trouble: Exclude<Trouble, undefined>, timeoutMs: number, what: string): XmlElement {
  if (trouble === 'silence') throw new ProblemError({ kind: 'no-answer', to: what, timeoutMs });
  if (trouble === 'end') throw new ProblemError({ kind: 'stream-closed-by-server' });
  return error(iq, trouble.condition, trouble.text);
}

function submitted(iq: XmlElement): Readonly<Record<string, string>> {
  const query = elements(iq)[0] ?? iq;
  const form = child(query, 'x');
  return form ? fieldsOf(form) : Object.fromEntries(elements(query).map((field) => [field.name, text(field)]));
}

function fieldsOf(form: XmlElement): Readonly<Record<string, string>> {
  return Object.fromEntries(
    elements(form).map((field) => [field.attrs['var'] ?? '', elements(field).map(text).join(' ')]),
  );
}

/** A roster that removes nothing. */
export class StickyRoster extends Map<string, string> {
  override delete(): boolean {
    return false;
  }
}
