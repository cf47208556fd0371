// What the server does in the example of a finding, in one sentence: where, which stanza, and how it differs.

import { departureOf } from '../../failures/kinds.ts';
import type { Language } from '../../model/event.ts';
import type { Failure, FailureOf, OutcomeMeaning } from '../../model/failure.ts';
import type { Showing } from '../../model/finding.ts';
import type { XmlElement } from '../../model/xml.ts';
import { triggerOf, type Witnesses, witnessesOf } from '../../results/findings/trigger.ts';
import { readablePattern } from '../../stanza/readable.ts';
import { COMMON } from '../../wording/common.ts';
import { cut, escapeControls, MAX_VALUE } from '../../wording/escape-controls.ts';
import { failureSentence } from '../failure/failure-words.ts';
import { noteOf } from '../failure/transcript-lines.ts';
import { compactXml, type Rename } from '../text/xml-text.ts';
import { differenceSentence, FAULT } from './fault-words.ts';
import { sessionsOf, type View, viewOf } from './labelled-line.ts';
import { briefStanza } from './pattern-text.ts';

/** A check that failed, with what its sentence is made from. */
interface FaultView extends View, Witnesses {
  readonly session: string;
  /** The sentence of the failure alone. */
  readonly sentence: string;
  /** Stanzas stand in full. */
  readonly isInFull?: boolean;
}

/** What the sentence has beside the fault itself. */
export interface FaultOptions {
  readonly hide?: Rename | undefined;
  /** Begins with the act that led to the fault. */
  readonly hasTrigger?: boolean;
  /** Ends with what the rule permits, where that is one of several outcomes. */
  readonly hasPermitted?: boolean;
  /** See `ViewOptions`. */
  readonly namesOutcomes?: boolean;
}

/** The fault as the example shows it, without a full stop. */
export function faultText(showing: Showing, lang: Language, options: FaultOptions = {}): string {
  const { check } = showing;
  const view = viewOf(showing, lang, options);
  const sentence = escapeControls(view.rename(failureSentence(check, lang)));
  const witnesses = witnessesOf(showing, view.situation);
  const { failure, session } = check;
  if (failure === undefined) return sentence;
  const whole = { ...view, ...witnesses, session, sentence };
  const isSaid = failure.kind === 'passive' || failure.kind === 'stream-ended';
  const trigger = options.hasTrigger && !isSaid ? triggerIn(showing, view) : '';
  const permitted =
    options.hasPermitted && failure.kind === 'violates'
      ? permittedText(failure, { ...whole, isInFull: isAlike(failure, whole) })
      : '';
  const text = trigger + sentenceOf(failure, whole) + permitted;
  // The name of a stanza may end with a full-width bracket, which has no space after it.
  return lang === 'zh' ? text.replaceAll('） ', '）') : text;
}

/** The act that led to the fault, in short; empty where none is known. */
export const triggerText = (showing: Showing, lang: Language): string => triggerIn(showing, viewOf(showing, lang, {}));

function triggerIn(showing: Showing, { situation, rename, lang }: View): string {
  const act = triggerOf(showing, situation);
  if (act === undefined) return '';
  const words = FAULT[lang];
  const who = escapeControls(act.session);
  if (act.stanza !== undefined) return words.sends(who, briefStanza(act.stanza, rename, lang, ['type', 'to']));
  return words.happens(who, escapeControls(rename(noteOf(act, lang))));
}

/** The permitted outcomes, in short. */
function permittedText({ meanings = [] }: FailureOf<'violates'>, view: FaultView): string {
  const [, ...allowed] = meanings;
  const words = FAULT[view.lang];
  if (allowed.length === 0) return '';
  const texts = allowed
    .slice(0, MAX_PERMITTED)
    .map(({ arrivals }) => (arrivals.length === 0 ? words.silence : arrivalsText(arrivals, view)));
  return words.permitted([...new Set(texts)].join(words.or));
}

const MAX_PERMITTED = 2;

function sentenceOf(failure: Failure, view: FaultView): string {
  const words = FAULT[view.lang];
  const { closest } = failure;
  const who = listed(view.failing, view);
  switch (failure.kind) {
    case 'missing':
      return missingText(failure, view);
    case 'unexpected':
      if (closest === undefined || view.failing.length === 0) return view.sentence;
      return (failure.isRepeated ? words.repeated : words.unexpected)(who, view.failing.length, brief(closest, view));
    case 'differs':
      return closest === undefined ? view.sentence : differingText(failure, closest, view);
    case 'violates':
      return takenText(failure, { ...view, isInFull: isAlike(failure, view) });
    case 'roster':
      return rosterText(failure, view);
    case 'stream-ended':
      return endedText(failure, view);
    default:
      return view.sentence;
  }
}

const brief = (stanza: XmlElement, { rename, lang, isInFull }: View & { readonly isInFull?: boolean }): string =>
  isInFull ? compactXml(readablePattern(stanza), rename) : briefStanza(stanza, rename, lang);

/** Whether the stanzas of an outcome look in short like those of a permitted one, so that only their full text says what differs. */
function isAlike({ closest, meanings = [] }: FailureOf<'violates'>, view: View): boolean {
  const [, ...allowed] = meanings;
  if (closest === undefined) return false;
  return allowed.some(({ arrivals }) => arrivals.some(({ stanza }) => brief(stanza, view) === brief(closest, view)));
}

function listed(names: readonly string[], { lang }: View): string {
  const all = names.map((name) => (name === '' ? FAULT[lang].somebody : escapeControls(name)));
  const last = all.at(-1) ?? '';
  return all.length < 2 ? last : all.slice(0, -1).join(COMMON[lang].comma) + FAULT[lang].and + last;
}

function missingText(failure: FailureOf<'missing'>, view: FaultView): string {
  const { expected, closest } = failure;
  const words = FAULT[view.lang];
  if (expected === undefined || view.session === '') return view.sentence;
  if (failure.isOutOfOrder)
    return words.order(escapeControls(view.session), brief(expected, view), lateText(failure, view));
  if (departureOf(failure).kind === 'differs' && closest !== undefined) return differingText(failure, closest, view);
  const { failing, served, alike } = view;
  const senders = [...new Set(alike.map(({ attrs }) => view.rename(attrs['from'] ?? '')))];
  const only = senders.length === 0 || failing.length > 1 ? '' : words.only(listed(senders, view));
  const others = served.length === 0 ? '' : words.served(listed(served, view), served.length);
  return words.missing(listed(failing, view), failing.length, brief(expected, view)) + only + others;
}

/** What should have come before the stanza that is out of order, in short; empty: not known. */
function lateText({ order = [], closest }: FailureOf<'missing'>, view: FaultView): string {
  const { received = [] } = view.situation;
  const at = received.indexOf(closest as XmlElement);
  const isDue = ({ name, attrs: { type } }: XmlElement) =>
    order.some((pattern) => pattern.name === name && (pattern.attrs['type'] ?? type) === type);
  const later = new Set(
    received
      .slice(at + 1)
      .filter(isDue)
      .map((stanza) => brief(stanza, view)),
  );
  return at < 0 || order.length < 2 ? '' : listed([...later].slice(0, 2), view);
}

/** The stanza by its kind, and the place where it differs; of another type, what was expected. */
function differingText(failure: Failure, closest: XmlElement, view: FaultView): string {
  const { difference, expected } = failure;
  const words = FAULT[view.lang];
  const who = escapeControls(view.session);
  const stanza = brief(closest, view);
  if (expected !== undefined && difference?.path === `${expected.name}@type`) {
    return words.instead(who, stanza, brief(expected, view));
  }
  return difference === undefined ? view.sentence : words.differs(who, stanza, differenceSentence(difference, view));
}

/** What arrives that no permitted outcome has; else what it lacks; else that nothing arrives. */
function takenText(failure: FailureOf<'violates'>, view: FaultView): string {
  const { closest, others = [], meanings = [] } = failure;
  const words = FAULT[view.lang];
  if (closest !== undefined) {
    const stanzas = [closest, ...others];
    const sessions = sessionsOf(stanzas, view);
    return words.forbidden(
      arrivalsText(
        stanzas.map((stanza, at) => ({ stanza, session: sessions[at] ?? '' })),
        view,
      ),
    );
  }
  const [taken, allowed] = meanings;
  const lacking = allowed === undefined || taken === undefined ? [] : lackingIn(taken, allowed, view);
  if (lacking.length > 0) return bySession(lacking, view, words.missing);
  const { arrivals } = view.situation;
  return words.forbidden(arrivals.length === 0 ? words.nothing : arrivalsText(arrivals, view));
}

type Arrivals = OutcomeMeaning['arrivals'];

const arrivalsText = (arrivals: Arrivals, view: FaultView): string =>
  bySession(arrivals, view, FAULT[view.lang].receives);

/** What a permitted outcome has and the one taken lacks. */
function lackingIn(taken: OutcomeMeaning, allowed: OutcomeMeaning, view: FaultView): Arrivals {
  const key = ({ session, stanza }: Arrivals[number]) => `${session} ${brief(stanza, view)}`;
  const there = new Set(taken.arrivals.map(key));
  return allowed.arrivals.filter((arrival) => !there.has(key(arrival)));
}

/** One clause for sessions of which the same is said. */
function bySession(
  arrivals: Arrivals,
  view: FaultView,
  say: (who: string, count: number, stanzas: string) => string,
): string {
  const stanzasAt = new Map<string, Set<string>>();
  for (const { session, stanza } of arrivals) {
    const known = stanzasAt.get(session) ?? new Set();
    stanzasAt.set(session, known.add(brief(stanza, view)));
  }
  const sessionsWith = new Map<string, string[]>();
  for (const [session, stanzas] of stanzasAt) {
    const text = [...stanzas].join(FAULT[view.lang].and);
    sessionsWith.set(text, [...(sessionsWith.get(text) ?? []), session]);
  }
  return [...sessionsWith]
    .map(([text, sessions]) => say(listed(sessions, view), sessions.length, text))
    .join(COMMON[view.lang].semicolon);
}

/** Who sent what comes before the sentence; here it is only named. */
function endedText({ ended, condition, after, expected }: FailureOf<'stream-ended'>, view: FaultView): string {
  const words = FAULT[view.lang];
  const sent = after.map((stanza) => briefStanza(stanza, view.rename, view.lang, ['type', 'to'])).join(words.and);
  const error = condition === undefined ? words.noError : words.error(escapeControls(condition));
  const text = words.ended(escapeControls(ended), error, sent);
  if (expected === undefined) return text;
  return text + COMMON[view.lang].semicolon + words.missing(escapeControls(view.session), 1, brief(expected, view));
}

/** What a client shows. */
function shownText({ item, expected, closest, difference }: FailureOf<'roster'>, view: FaultView): string {
  const words = FAULT[view.lang];
  const who = escapeControls(view.session);
  const xml = (one: XmlElement | undefined) => (one === undefined ? '' : brief(one, view));
  if (item === 'missing') return words.showsNot(who, xml(expected));
  if (item === 'unexpected' || difference === undefined) return words.showsWrongly(who, xml(closest));
  return words.showsOther(who, xml(closest), differenceSentence(difference, view));
}

function rosterText(failure: Extract<Failure, { kind: 'roster' }>, view: FaultView): string {
  const { item, expected, closest, difference } = failure;
  const words = FAULT[view.lang];
  const shown = closest ?? expected;
  if (shown === undefined) return view.sentence;
  if (failure.shown !== undefined) return shownText(failure, view);
  const text = `<item jid="${cut(escapeControls(view.rename(shown.attrs['jid'] ?? '')), MAX_VALUE)}">`;
  const who = escapeControls(view.session);
  if (item === 'missing') return words.lacksItem(who, text);
  if (item === 'unexpected' || difference === undefined) return words.hasItem(who, text);
  return words.itemDiffers(who, text, differenceSentence(difference, view));
}
