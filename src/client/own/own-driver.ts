// The driver of the small client, as a program that `xmppspec client` starts: in this process, or as one of its own.

import { bareOf } from '../../stanza/jid.ts';
import { element, NS } from '../../stanza/xml.ts';
import type { ClientLogin, ClientProgram, StartClient } from '../client-program.ts';
import { OwnClient } from './own-client.ts';
import { closeChat, writeMessage } from './own-messages.ts';
import { forget, rosterSet } from './own-roster.ts';
import { freshId, type Own, type OwnFault } from './own-state.ts';

/** What it can be told. */
type Verb = (client: Own, words: readonly string[]) => void;

const directed =
  (type: string): Verb =>
  (client, [jid = '']) =>
    client.send(element('presence', NS.client, { type, to: bareOf(jid), id: freshId() }));

const VERBS: Readonly<Record<string, Verb>> = {
  message: (client, [jid = '', ...words]) => writeMessage(client, jid, words.join(' ')),
  subscribe: directed('subscribe'),
  unsubscribe: (client, words) => {
    directed('unsubscribe')(client, words);
    forget(client.state, bareOf(words[0] ?? ''));
  },
  approve: directed('subscribed'),
  deny: directed('unsubscribed'),
  preapprove: (client, words) => {
    if (client.state.offers.includes('sub')) directed('subscribed')(client, words);
  },
  add: (client, [jid = '', name = '', ...group]) =>
    client.request(rosterSet({ jid, name }, group.join(' ')), () => undefined),
  remove: (client, [jid = '']) => client.request(rosterSet({ jid, subscription: 'remove' }), () => undefined),
  presence: (client, [show = '', ...status]) => {
    const children = [
      ...(show === 'available' || show === '' ? [] : [element('show', NS.client, {}, [show])]),
      ...(status.length === 0 ? [] : [element('status', NS.client, {}, [status.join(' ')])]),
    ];
    client.send(element('presence', NS.client, {}, children));
  },
  close: (client, [jid = '']) => closeChat(client, jid),
  quit: (client) => {
    client.send(element('presence', NS.client, { type: 'unavailable' }));
    client.finish();
  },
};

const SHOWN: Readonly<Record<string, (client: Own) => readonly object[]>> = {
  roster: ({ state }) => [...state.roster.values()],
  messages: ({ state }) => state.messages.splice(0),
  contacts: ({ state }) => [...state.contacts.values()],
};

/** The first line of the driver. */
export const HELLO = JSON.stringify({
  hello: { name: 'xmppspec client', version: '1', does: [...Object.keys(VERBS), ...Object.keys(SHOWN)] },
});

/** Does what a line says, and returns the line that answers it. */
export function obey(client: Own, line: string): string {
  const [verb = '', ...words] = line.split(' ');
  const shown = SHOWN[verb];
  if (shown !== undefined)
    return JSON.stringify({ [verb]: client.fault.shown?.(verb, shown(client), client) ?? shown(client) });
  const act = VERBS[verb];
  if (act === undefined) return JSON.stringify({ unsupported: verb });
  if (client.fault.verb?.(verb, words, client) !== true) act(client, words);
  return JSON.stringify({ did: verb });
}

/** Starts the client in this process, with a fault or without. */
export const startOwn =
  (fault: OwnFault = {}): StartClient =>
  (login: ClientLogin, listener): ClientProgram => {
    let hasEnded = false;
    const client = new OwnClient(login, fault, () => {
      if (!hasEnded) listener.onEnded({ kind: 'client-ended', status: '0', log: [] });
      hasEnded = true;
    });
    listener.onLine(HELLO);
    return {
      log: [],
      write: (line) => listener.onLine(obey(client, line)),
      end: async () => {
        hasEnded = true;
        client.finish();
      },
    };
  };
