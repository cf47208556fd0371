// The lines of an example, those that hold a stanza, and what a reader needs to know before them.

import { isDeepStrictEqual } from 'node:util';
import type { Language } from '../../model/event.ts';
import type { Departure, RuleFinding, Showing } from '../../model/finding.ts';
import type { XmlElement } from '../../model/xml.ts';
import { type Situation, situationOf } from '../../results/findings/situation.ts';
import { COMMON } from '../../wording/common.ts';
import { escapeControls } from '../../wording/escape-controls.ts';
import { createRename, plainNames } from '../text/names.ts';
import { compactXml, type Rename } from '../text/xml-text.ts';
import { FINDING, type LABELS } from './finding-words.ts';
import { patternText } from './pattern-text.ts';

/** A line of an example: `text` is one line. `isCode`: it holds XML, or a command. */
export interface LabelledLine {
  readonly label: keyof (typeof LABELS)['en'];
  readonly text: string;
  readonly isCode?: boolean;
}

/** Stanzas shown of what a session received. */
const MAX_STANZAS = 4;

/** What the lines of an example are made from. */
export interface View {
  readonly lang: Language;
  readonly rename: Rename;
  readonly situation: Situation;
  readonly ruleOf: (id: string) => string;
  /** Outcomes are the letters of RFC 6121 8.5.4, table 1. */
  readonly isOfTable: boolean;
  readonly namesOutcomes: boolean;
}

/** Of a failed check. */
export interface FailureView extends View {
  readonly session: string;
  /** Why the check did not hold, in one sentence. */
  readonly sentence: string;
}

const same: Rename = (value) => value;

/** What the lines are told from outside. */
export interface ViewOptions {
  /** Replaces what is private in values. */
  readonly hide?: Rename | undefined;
  /** A requirement in words; absent: its id. */
  readonly ruleOf?: ((id: string) => string) | undefined;
  /** Outcomes have the names that scenarios give them; absent: they do. */
  readonly namesOutcomes?: boolean;
}

/** The view of a showing, with the names of the case in place of its JIDs. */
export function viewOf(showing: Showing, lang: Language, options: ViewOptions = {}): View {
  const { hide = same, ruleOf = (id) => id, namesOutcomes = true } = options;
  const { jids, case: aCase } = showing.result;
  const toName = createRename(jids);
  return {
    lang,
    rename: (value) => hide(plainNames(toName(value))),
    ruleOf,
    situation: situationOf(showing),
    isOfTable: aCase.cell?.table === 'delivery-table',
    namesOutcomes,
  };
}

/** A line of the session that holds no XML. */
export function plainLine(label: LabelledLine['label'], what: string, { lang, session }: FailureView): LabelledLine {
  return { label, text: session === '' ? what : escapeControls(FINDING[lang].at(session, what)) };
}

/** The first of them, as many as are shown. */
export const bounded = <One>(all: readonly One[]): readonly One[] => all.slice(0, MAX_STANZAS);

/** The stanza and the session that received it; none without a stanza. */
export function stanzaLine(
  label: LabelledLine['label'],
  stanza: XmlElement | undefined,
  { lang, rename, session }: FailureView,
): readonly LabelledLine[] {
  if (stanza === undefined) return [];
  const text = compactXml(stanza, rename);
  return [{ label, text: session === '' ? text : FINDING[lang].at(escapeControls(session), text), isCode: true }];
}

/** The same for a pattern, in a form that needs no explanation. */
export function patternLine(
  label: LabelledLine['label'],
  pattern: XmlElement | undefined,
  view: FailureView,
): readonly LabelledLine[] {
  if (pattern === undefined) return [];
  const { lang, rename, session } = view;
  const text = patternText(pattern, lang, rename);
  return [{ label, text: session === '' ? text : FINDING[lang].at(escapeControls(session), text), isCode: true }];
}

interface Arrival {
  readonly session: string;
  readonly stanza: XmlElement;
}

/** `juliet/balcony, juliet/chamber: <presence/> <iq/>`: sessions that received the same are one text. */
export function arrivalTexts(arrivals: readonly Arrival[], { lang, rename }: View): readonly string[] {
  const receivedBy = new Map<string, string[]>();
  for (const { session, stanza } of arrivals) {
    receivedBy.set(session, [...(receivedBy.get(session) ?? []), compactXml(stanza, rename)]);
  }
  const sessionsWith = new Map<string, string[]>();
  for (const [session, stanzas] of receivedBy) {
    const left = stanzas.length - bounded(stanzas).length;
    const text = [...bounded(stanzas), ...(left > 0 ? [FINDING[lang].left(left)] : [])].join(' ');
    sessionsWith.set(text, [...(sessionsWith.get(text) ?? []), escapeControls(session)]);
  }
  return [...sessionsWith].map(([text, sessions]) => {
    const who = sessions.join(COMMON[lang].comma);
    return who === '' ? text : FINDING[lang].at(who, text);
  });
}

/** Where stanzas arrived: a failure keeps them without their sessions. Empty: not known. */
export function sessionsOf(stanzas: readonly XmlElement[], { situation }: Pick<View, 'situation'>): readonly string[] {
  const left = [...situation.arrivals];
  return stanzas.map((stanza) => {
    const at = left.findIndex((arrival) => isDeepStrictEqual(arrival.stanza, stanza));
    return at < 0 ? '' : (left.splice(at, 1)[0]?.session ?? '');
  });
}

/** Sections in which "the user" and "the contact" are not always the one who sends and the one who is addressed. */
const OF_ROLES = /^rfc6121-3\.[123]\./;

/**
 * The lines of the legend of these findings: only what they need. `example`: all that is shown of them; absent: they are many, so that
 * patterns and silence are among them.
 */
export function legendLines(
  findings: readonly Pick<RuleFinding, 'requirement' | 'parts' | 'also'>[],
  lang: Language,
  example?: readonly LabelledLine[],
): readonly string[] {
  const { legend, roles } = FINDING[lang];
  const [people = '', remote = '', patterns = '', silence = ''] = legend.split('\n');
  const parts = findings.flatMap((finding) => finding.parts);
  const rules = findings.flatMap(({ requirement, also }) => [requirement, ...also]);
  const isRemote = parts.some(({ shown }) => shown.some(({ result }) => result.case.topology === 'remote'));
  const hasPatterns = example?.some(({ label, isCode }) => isCode && EXPECTED.includes(label)) ?? true;
  const hasSilence = parts.some(({ departure }) => SILENT.includes(departure.kind));
  return [
    people,
    ...(isRemote ? [remote] : []),
    ...(hasPatterns ? [patterns] : []),
    ...(example === undefined || hasSilence ? [silence] : []),
    ...([...rules, ...parts.map((part) => part.requirement)].some((id) => OF_ROLES.test(id)) ? [roles] : []),
  ];
}

/** Lines that hold patterns. */
const EXPECTED: readonly LabelledLine['label'][] = ['expected', 'allowed'];

/** Departures in which something does not arrive, or should not. */
const SILENT: readonly Departure['kind'][] = ['missing', 'unexpected', 'repeated', 'outcome'];
