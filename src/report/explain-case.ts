// A case as a play to read: who is there, what happens, and which requirement each expectation proves.

import type {
  Actor,
  Case,
  Check,
  ExpectStep,
  Requirement,
  SessionExpectation,
  SessionPlan,
  Step,
  XmlElement,
} from '../model.ts';
import { ruleLines } from './citation.ts';
import { placeText } from './failure-text.ts';
import { compactXml, prettyXml } from './xml-text.ts';

type Lines = readonly string[];

/** The case as text: actors, given state, steps with their XML, and the requirements they cite. */
export function caseText(aCase: Case, requirements: ReadonlyMap<string, Requirement>): string {
  const lines = [
    aCase.id,
    `  ${aCase.title}`,
    `  section ${aCase.section}, ${aCase.topology}, ${placeText(aCase.place)}`,
    ...needsLines(aCase),
    '',
    'actors',
    ...indent(aCase.actors.flatMap(actorLines)),
    ...givenLines(aCase),
    '',
    'steps',
    ...indent(numbered(aCase.steps)),
    '',
    'requirements',
    ...indent(aCase.requirements.flatMap((id) => ruleLines(id, requirements))),
  ];
  return `${lines.join('\n')}\n`;
}

const indent = (lines: Lines): Lines => lines.map((line) => `  ${line}`);
const same = (value: string) => value;
const xmlLines = (stanza: XmlElement): Lines => indent(prettyXml(stanza, same));

function needsLines({ needs }: Case): Lines {
  if (needs.length === 0) return [];
  const text = needs.map((n) =>
    n.reportedBy === undefined ? n.feature : `${n.feature} (reported by ${n.reportedBy})`,
  );
  return [`  needs ${text.join(', ')}`];
}

function givenLines({ given }: Case): Lines {
  if (given === undefined) return [];
  return ['', 'given', `  ${given.user} is in state "${given.state}" towards ${given.contact}`];
}

function actorLines(actor: Actor): Lines {
  const accounts: Readonly<Record<string, string>> = {
    fresh: 'a fresh account',
    absent: 'no account has this address',
  };
  const account = actor.isRemote
    ? 'an address of the remote domain'
    : (accounts[actor.account] ?? `the account "${actor.account}" of the target`);
  const sessions = actor.isRemote
    ? actor.sessions.map(({ ref }) => `${ref}: played`)
    : actor.sessions.flatMap(sessionLines);
  return [`${actor.name}: ${account}`, ...indent(sessions)];
}

function sessionLines(plan: SessionPlan): Lines {
  const login = [
    plan.atStart ? 'connected at the start' : 'connected by a step',
    plan.roster ? 'asks for the roster' : 'does not ask for the roster',
    plan.presence === undefined ? 'sends no presence' : `sends ${compactXml(plan.presence, same)}`,
    ...(plan.answers ? [] : ['answers nothing by itself']),
  ];
  return [`${plan.ref}: ${login.join(', ')}`];
}

function numbered(steps: readonly Step[]): Lines {
  return steps.flatMap((step, index) => {
    const [first = '', ...rest] = stepLines(step);
    return [`${index + 1}. ${first}`, ...rest.map((line) => `   ${line}`)];
  });
}

function stepLines(step: Step): Lines {
  if (step.kind === 'connect') return [`${step.session} connects`];
  if (step.kind === 'disconnect') return [`${step.session} closes its stream`];
  if (step.kind === 'drop') return [`the connection of ${step.session} breaks`];
  if (step.kind === 'send') return [`${step.from} sends`, ...xmlLines(step.stanza)];
  if (step.kind === 'roster') {
    const items = step.items.length === 0 ? 'is empty' : 'holds exactly';
    return [`the roster of ${step.of} ${items}${proving(step.proves)}`, ...step.items.flatMap(xmlLines)];
  }
  if (step.kind === 'state') {
    const states = step.states.map((state) => `"${state}"`).join(' or ');
    return [`${step.user} is in state ${states} towards ${step.contact}${proving(step.proves)}`];
  }
  if (step.kind === 'features') {
    const verb = step.present ? 'have' : 'lack';
    return [`the stream features that ${step.session} saw ${verb}${proving(step.proves)}`, ...xmlLines(step.pattern)];
  }
  if (step.kind === 'repeat') {
    const range = `\${${step.name}} doubling from ${step.from} to ${step.to}, until "${step.until}"`;
    return [`repeat with ${range}${proving(step.proves)}`, ...indent(numbered(step.steps))];
  }
  return expectLines(step);
}

function expectLines(step: ExpectStep): Lines {
  const alternatives = step.alternatives.flatMap((alternative) => [
    `outcome "${alternative.name}"${alternative.departs.length === 0 ? '' : ` departs from ${alternative.departs.join(', ')}`}`,
    ...indent(alternative.sessions.flatMap(expectationLines)),
  ]);
  const oneOf = alternatives.length === 0 ? [] : ['one of', ...indent(alternatives)];
  return [
    `expect, and nothing else${proving(step.proves)}`,
    ...indent([...step.sessions.flatMap(expectationLines), ...oneOf]),
  ];
}

function expectationLines(expectation: SessionExpectation): Lines {
  const { session, receives, may, inOrder, proves } = expectation;
  const what = receives.length === 0 ? 'receives nothing' : inOrder ? 'receives, in this order' : 'receives';
  const optional = may.flatMap((pattern) => ['and perhaps', ...xmlLines(pattern)]);
  return [`${session} ${what}${proving(proves)}`, ...indent([...receives.flatMap(checkLines), ...optional])];
}

function checkLines(check: Check): Lines {
  const also = check.also.flatMap(({ pattern, proves }) => [`also${proving(proves)}`, ...prettyXml(pattern, same)]);
  return [...prettyXml(check.pattern, same), `  proves ${check.proves.join(', ')}`, ...indent(also)];
}

function proving(ids: readonly string[]): string {
  return ids.length === 0 ? '' : ` (proves ${ids.join(', ')})`;
}
