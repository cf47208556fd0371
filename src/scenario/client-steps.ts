// The steps that only cases about clients have.

import type { ShownKind } from '../model/client.ts';
import type { DoStep, SendStep, ShowsStep } from '../model/step.ts';
import { CLIENT, isClientRef } from '../stanza/jid.ts';
import { rawText } from '../stanza/stream-events.ts';
import { element, NS } from '../stanza/xml.ts';
import { scenarioMistake } from '../wording/scenario-mistakes.ts';
import { DRIVER_VERBS } from './client-schema.ts';
import { checkPlaceholders } from './placeholders.ts';
import type { AuthoredStep } from './schema.ts';
import { type Cursor, checkSession, cite, unknown } from './scope.ts';
import { ROSTER_ITEM, readStanza, SENT, type Wanted } from './stanza-text.ts';

type Read<T> = Omit<T, 'place'>;
type Authored<K extends keyof AuthoredStep> = NonNullable<AuthoredStep[K]>;

const PATTERNS: Readonly<Record<ShownKind, Wanted>> = {
  roster: { ...ROSTER_ITEM, role: 'pattern' },
  messages: { role: 'pattern', ns: NS.client, roots: ['message'] },
  contacts: { role: 'pattern', ns: NS.client, roots: ['presence'] },
};

/** A step that sends, from an actor or from the server to the client. */
export function readSend({ from, to, stanza, raw }: Authored<'send'>, here: Cursor): Read<SendStep> {
  const session = from ?? to ?? '';
  const at = here.at(from === undefined ? 'to' : 'from');
  checkSession(session, at);
  if (here.scope.names.sessions.has(session) && isClientRef(session) === (from !== undefined))
    at.report(scenarioMistake(from === undefined ? 'sendsToClient' : 'clientSendsNothing', session));
  if (raw === undefined)
    return { kind: 'send', from: session, stanza: readStanza(stanza ?? '', SENT, here.at('stanza')) };
  if (from !== undefined) here.at('raw').report(scenarioMistake('rawToClient'));
  checkText(raw, here.at('raw'));
  return { kind: 'send', from: session, stanza: rawText(raw) };
}

/** A step in which the client acts. */
export function readDo(verbs: Authored<'do'>, here: Cursor): Read<DoStep> {
  const [verb, given = {}] = (Object.entries(verbs) as [keyof typeof DRIVER_VERBS, Record<string, string>][])[0] ?? [
    'quit',
  ];
  const keys = Object.keys(DRIVER_VERBS[verb].shape);
  for (const key of keys) checkText(given[key] ?? '', here.at(verb, key));
  return { kind: 'do', session: clientOf(here), verb, words: keys.map((key) => given[key] ?? '') };
}

/** A step that compares what the client shows. */
export function readShows({ proves, ...shown }: Authored<'shows'>, here: Cursor): Read<ShowsStep> {
  const [what, list = []] = (Object.entries(shown) as [ShownKind, readonly string[]][])[0] ?? ['roster'];
  const patterns = list.map((one, at) => readStanza(one, PATTERNS[what], here.at(what, at)));
  return { kind: 'shows', session: clientOf(here), what, patterns, proves: cite(proves, here.at('proves')) };
}

/** Reports the placeholders of a text that stand for nothing. */
function checkText(value: string, here: Cursor): void {
  const holder = element('text', NS.client, {}, [value]);
  for (const { message } of checkPlaceholders(holder, 'template', here.scope.names)) here.report(message);
}

/** The session of the client. Reports a case that has none. */
function clientOf(here: Cursor): string {
  const { sessions } = here.scope.names;
  const found = [...sessions].find(isClientRef);
  if (found === undefined) here.reportKey(unknown('session', CLIENT, { known: sessions, scope: here.scope }));
  return found ?? CLIENT;
}
