// RFC 6121 5: messages of the small client, and the chats that they belong to.

import type { XmlElement } from '../../model/xml.ts';
import { bareOf, resourceOf } from '../../stanza/jid.ts';
import { element, NS } from '../../stanza/xml.ts';
import { isHeardBy } from './own-roster.ts';
import { childText, freshId, type Own, type OwnChat } from './own-state.ts';

/** Any other type is as none: normal (5.2.2). */
const TYPES: readonly string[] = ['chat', 'error', 'groupchat', 'headline', 'normal'];

/** Types of messages that one answers. */
const CONVERSATIONS: readonly string[] = ['chat', 'normal'];

/** Reads a message. One without anything to show is ignored (RFC 6120 8.4). */
export function readMessage({ state }: Own, message: XmlElement): void {
  const { from = '', type: written = 'normal' } = message.attrs;
  const type = TYPES.includes(written) ? written : 'normal';
  const [subject, body, thread] = ['subject', 'body', 'thread'].map((name) => childText(message, name));
  if (type !== 'error' && subject === undefined && body === undefined) return;
  state.messages.push({ from, type, subject, body, thread });
  if (!CONVERSATIONS.includes(type) || resourceOf(from) === '') return;
  const known = state.chats.get(bareOf(from));
  const chat = known ?? { ...newChat(), type };
  state.chats.set(bareOf(from), chat);
  // Another resource than the one that it is locked on ends the lock.
  chat.locked = chat.locked === undefined || chat.locked === from ? from : undefined;
  chat.type = type;
  chat.thread = thread ?? chat.thread;
}

const newChat = (): OwnChat => ({ type: 'chat', thread: freshId(), locked: undefined, shared: undefined });

/** Writes to a contact. To one who does not hear of the user, presence goes first, for as long as the chat lasts (5.1). */
export function writeMessage(client: Own, jid: string, words: string): void {
  const { state } = client;
  const contact = bareOf(jid);
  const chat = state.chats.get(contact) ?? newChat();
  state.chats.set(contact, chat);
  const to = chat.locked ?? contact;
  if (chat.shared === undefined && !isHeardBy(state, contact)) {
    chat.shared = to;
    client.send(element('presence', NS.client, { to, id: freshId() }));
  }
  const [body, thread] = [element('body', NS.client, {}, [words]), element('thread', NS.client, {}, [chat.thread])];
  client.send(element('message', NS.client, { to, type: chat.type, id: freshId() }, [body, thread]));
}

/** Ends a chat. */
export function closeChat(client: Own, jid: string): void {
  const contact = bareOf(jid);
  const { shared } = client.state.chats.get(contact) ?? {};
  client.state.chats.delete(contact);
  if (shared !== undefined) client.send(element('presence', NS.client, { type: 'unavailable', to: shared }));
}
