// A case as text: actors, steps, and the requirement that each expectation checks.

import type { Actor, Case, SessionPlan } from '../../model/case.ts';
import type { Language } from '../../model/event.ts';
import type { Requirement } from '../../model/standard.ts';
import type { Alternative, Check, ExpectStep, SessionExpectation, Step } from '../../model/step.ts';
import type { XmlElement } from '../../model/xml.ts';
import { placeText } from '../../report/failure/failed-case-text.ts';
import { ruleLines, sectionNumber } from '../../report/text/citation.ts';
import { compactXml, prettyXml } from '../../report/text/xml-text.ts';
import type { SectionTitle } from '../../spec/sections.ts';
import { isClientRef } from '../../stanza/jid.ts';
import { caseTitle } from '../../wording/catalogue.ts';
import { COMMON } from '../../wording/common.ts';
import { caseRulingLines, indent, type Rulings } from './explain-ruling.ts';
import { CASE } from './explained-case.ts';

type Lines = readonly string[];
type Words = (typeof CASE)[Language];

/** The requirements and sections that a case cites, and the rulings that concern it. */
export interface Standards {
  readonly requirements: ReadonlyMap<string, Requirement>;
  readonly titles: ReadonlyMap<string, SectionTitle>;
  readonly rulings: Rulings;
}

/** The case as text: actors, given state, steps with their XML, and the requirements they cite. */
export function caseText(aCase: Case, { requirements, titles, rulings }: Standards, lang: Language): string {
  const words = CASE[lang];
  const { setup = 0 } = aCase;
  const section = sectionNumber(aCase.section, titles, lang);
  const lines = [
    aCase.id,
    `  ${caseTitle(aCase, lang)}`,
    `  ${words.where(section, COMMON[lang][aCase.topology], placeText(aCase.place))}`,
    ...needsLines(aCase, lang),
    '',
    words.actors,
    ...indent(aCase.actors.flatMap((actor) => actorLines(actor, lang))),
    ...givenLines(aCase, words),
    '',
    ...(setup === 0 ? [] : [words.setUp, ...indent(numbered(aCase.steps.slice(0, setup), words)), '']),
    words.steps,
    ...indent(numbered(aCase.steps.slice(setup), words)),
    '',
    words.requirements,
    ...indent(aCase.requirements.flatMap((id) => ruleLines(id, requirements, lang))),
    ...rulingLines(aCase, rulings, lang),
  ];
  return `${lines.join('\n')}\n`;
}

function rulingLines(aCase: Case, rulings: Rulings, lang: Language): Lines {
  const lines = caseRulingLines(aCase, rulings, lang);
  return lines.length === 0 ? [] : ['', CASE[lang].rulings, ...indent(lines)];
}

const same = (value: string) => value;
const xmlLines = (stanza: XmlElement): Lines => indent(prettyXml(stanza, same));

function needsLines({ needs }: Case, lang: Language): Lines {
  if (needs.length === 0) return [];
  const words = CASE[lang];
  const text = needs.map((n) => (n.reportedBy === undefined ? n.feature : words.reportedBy(n.feature, n.reportedBy)));
  return [`  ${words.needs(text.join(COMMON[lang].comma))}`];
}

function givenLines({ given }: Case, words: Words): Lines {
  if (given === undefined) return [];
  return ['', words.given, `  ${words.givenState(given.user, given.state, given.contact)}`];
}

function actorLines(actor: Actor, lang: Language): Lines {
  const words = CASE[lang];
  const { fresh, unused, absent } = words;
  const accounts: Readonly<Record<string, string>> = { fresh, unused, absent };
  const made = accounts[actor.account] ?? words.namedAccount(actor.account);
  const account = actor.isRemote ? words.remoteAddress : actor.isPeer ? words.onPeer(made) : made;
  const sessions = actor.isRemote
    ? actor.sessions.map(({ ref }) => words.who(ref, words.played))
    : actor.sessions.map((plan) => sessionLine(plan, lang));
  return [words.who(actor.name, account), ...indent(sessions)];
}

function sessionLine(plan: SessionPlan, lang: Language): string {
  const words = CASE[lang];
  if (isClientRef(plan.ref))
    return words.who(plan.ref, `${words.client}${COMMON[lang].comma}${plan.atStart ? words.atStart : words.byStep}`);
  const login = [
    plan.atStart ? words.atStart : words.byStep,
    plan.roster ? words.asksRoster : words.asksNoRoster,
    plan.presence === undefined ? words.noPresence : words.sendsPresence(compactXml(plan.presence, same)),
    ...(plan.answers ? [] : [words.answersNothing]),
  ];
  return words.who(plan.ref, login.join(COMMON[lang].comma));
}

function numbered(steps: readonly Step[], words: Words): Lines {
  return steps.flatMap((step, index) => {
    const [first = '', ...rest] = stepLines(step, words);
    return [`${index + 1}. ${first}`, ...rest.map((line) => `   ${line}`)];
  });
}

function stepLines(step: Step, words: Words): Lines {
  if (step.kind === 'connect') return [words.connects(step.session)];
  if (step.kind === 'disconnect') return [words.disconnects(step.session)];
  if (step.kind === 'drop') return [words.drops(step.session)];
  if (step.kind === 'network') return [words[step.change](step.actor ?? '')];
  if (step.kind === 'send') {
    const who = isClientRef(step.from) ? words.serverSends(step.from) : words.sends(step.from);
    return [who, ...xmlLines(step.stanza)];
  }
  if (step.kind === 'do') return [words.does(step.session, [step.verb, ...step.words].join(' '))];
  const proved = 'proves' in step ? proving(step.proves, words) : '';
  if (step.kind === 'roster') {
    const roster = step.items.length === 0 ? words.rosterEmpty(step.of) : words.rosterHolds(step.of);
    return [`${roster}${proved}`, ...step.items.flatMap(xmlLines)];
  }
  if (step.kind === 'shows') {
    const shown = step.patterns.length === 0 ? words.showsNothing : words.shows;
    return [`${shown(step.session, words[step.what])}${proved}`, ...step.patterns.flatMap(xmlLines)];
  }
  if (step.kind === 'state') {
    const states = step.states.map(words.state).join(words.or);
    return [`${words.isInState(step.user, states, step.contact)}${proved}`];
  }
  if (step.kind === 'features') {
    const features = step.present ? words.featuresHave(step.session) : words.featuresLack(step.session);
    return [`${features}${proved}`, ...xmlLines(step.pattern)];
  }
  return expectLines(step, words);
}

/** What a permitted outcome consists of: what each session receives. */
export function alternativeLines({ violates, sessions }: Alternative, lang: Language): Lines {
  const words = CASE[lang];
  const broken = violates.length === 0 ? [] : [words.violates(violates.join(', '))];
  return [...broken, ...sessions.flatMap((session) => expectationLines(session, words))];
}

function expectLines(step: ExpectStep, words: Words): Lines {
  const expectations = (sessions: readonly SessionExpectation[]) =>
    sessions.flatMap((session) => expectationLines(session, words));
  const alternatives = step.alternatives.flatMap(({ name, violates, sessions }) => [
    `${words.outcome(name)}${violates.length === 0 ? '' : words.violates(violates.join(', '))}`,
    ...indent(expectations(sessions)),
  ]);
  const oneOf = alternatives.length === 0 ? [] : [words.oneOf, ...indent(alternatives)];
  return [`${words.expect}${proving(step.proves, words)}`, ...indent([...expectations(step.sessions), ...oneOf])];
}

function expectationLines(expectation: SessionExpectation, words: Words): Lines {
  const { session, receives, may, inOrder, proves } = expectation;
  const { several, nothing } = isClientRef(session)
    ? { several: words.clientSends(session, inOrder), nothing: words.clientSendsNothing(session) }
    : {
        several: inOrder ? words.receivesInOrder(session) : words.receives(session),
        nothing: words.receivesNothing(session),
      };
  const what = receives.length === 0 ? nothing : several;
  const optional = may.flatMap((pattern) => [words.perhaps, ...xmlLines(pattern)]);
  const checks = receives.flatMap((check) => checkLines(check, words));
  return [`${what}${proving(proves, words)}`, ...indent([...checks, ...optional])];
}

function checkLines(check: Check, words: Words): Lines {
  const further = check.further.flatMap(({ pattern, proves }) => [
    `${words.also}${proving(proves, words)}`,
    ...prettyXml(pattern, same),
  ]);
  return [...prettyXml(check.pattern, same), `  ${words.proves(check.proves.join(', '))}`, ...indent(further)];
}

function proving(ids: readonly string[], words: Words): string {
  return ids.length === 0 ? '' : words.proving(ids.join(', '));
}
