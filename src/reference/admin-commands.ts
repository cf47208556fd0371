// XEP-0133 4.1 and 4.2: commands by which an administrator adds and deletes users.

import type { XmlElement } from '../model/xml.ts';
import { parseJid } from '../stanza/jid.ts';
import { child, element, elements, NS, text } from '../stanza/xml.ts';
import { removeAccount } from './account.ts';
import { accountAt } from './lookup.ts';
import { createAccount } from './registration.ts';
import type { Resource, ServerState } from './server-state.ts';
import type { ErrorCondition } from './stanza.ts';
import { resultOf } from './stanza.ts';

type Fields = ReadonlyMap<string, readonly string[]>;

interface Command {
  /** Names and types of the form's fields. */
  readonly fields: Readonly<Record<string, string>>;
  run(server: ServerState, fields: Fields): ErrorCondition | undefined;
}

const COMMAND_BY_NODE: Readonly<Record<string, Command>> = {
  [`${NS.admin}#add-user`]: {
    fields: { accountjid: 'jid-single', password: 'text-private', 'password-verify': 'text-private' },
    run: addUser,
  },
  [`${NS.admin}#delete-user`]: { fields: { accountjids: 'jid-multi' }, run: deleteUsers },
};

/** Runs one stage of a command: returns the form, or executes a submitted form. */
export function runCommand(server: ServerState, resource: Resource, iq: XmlElement): ErrorCondition | undefined {
  const [request] = elements(iq);
  const node = request?.attrs['node'] ?? '';
  const command = COMMAND_BY_NODE[node];
  if (!request || !command) return 'item-not-found';
  if (resource.account.jid !== server.admin) return 'forbidden';
  const sessionid = request.attrs['sessionid'] ?? server.uniqueId();
  const reply = (status: string, children: readonly XmlElement[]) =>
    resource.send(resultOf(iq, [element('command', NS.commands, { node, sessionid, status }, children)]));
  if (request.attrs['action'] === 'cancel') return void reply('canceled', []);
  const submitted = child(request, 'x', NS.data);
  if (!submitted) return void reply('executing', [formOf(command)]);
  const refusal = command.run(server, readFields(submitted));
  if (!refusal) reply('completed', []);
  return refusal;
}

function addUser(server: ServerState, fields: Fields): ErrorCondition | undefined {
  const jid = parseJid(first(fields, 'accountjid'));
  const password = first(fields, 'password');
  if (jid?.domain !== server.domain || jid.resource !== '') return 'bad-request';
  if (fields.has('password-verify') && first(fields, 'password-verify') !== password) return 'bad-request';
  return createAccount(server, jid.local, password);
}

/** Deletes all listed accounts, or none when one of them does not exist. */
function deleteUsers(server: ServerState, fields: Fields): ErrorCondition | undefined {
  const jids = (fields.get('accountjids') ?? []).map(parseJid);
  const accounts = jids.map((jid) => jid && accountAt(server, jid));
  if (accounts.length === 0 || accounts.includes(undefined)) return 'item-not-found';
  for (const account of new Set(accounts)) if (account) removeAccount(server, account);
  return undefined;
}

function formOf(command: Command): XmlElement {
  const formType = field('FORM_TYPE', 'hidden', [element('value', NS.data, {}, [NS.admin])]);
  const asked = Object.entries(command.fields).map(([name, type]) => field(name, type, [element('required', NS.data)]));
  return element('x', NS.data, { type: 'form' }, [formType, ...asked]);
}

function field(name: string, type: string, children: readonly XmlElement[]): XmlElement {
  return element('field', NS.data, { var: name, type }, children);
}

function readFields(form: XmlElement): Fields {
  const fields = elements(form).filter((e) => e.name === 'field');
  return new Map(fields.map((e) => [e.attrs['var'] ?? '', elements(e).map(text)]));
}

function first(fields: Fields, name: string): string {
  return fields.get(name)?.[0] ?? '';
}
