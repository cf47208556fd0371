// A play that was played as a scenario file: it fails alone, without the model.

import { Document } from 'yaml';
import type { Actor } from '../model/case.ts';
import type { CaseResult } from '../model/result.ts';
import type { Check, ExpectStep, SessionExpectation, Step } from '../model/step.ts';
import { serialize } from '../stanza/serialize.ts';

/**
 * The play of a result as YAML, with what the model permitted after each act. Each session connects by a step. A capture holds from
 * step to step as in any scenario.
 */
export function scenarioOf({ case: aCase, observed }: CaseResult): string {
  const { title, topology, steps } = aCase;
  const actors = aCase.actors.filter(({ name }) => mentions(steps, name));
  const special = actors.filter(({ account }) => account !== 'fresh');
  const contacts = actors.filter(({ isRemote, isPeer }) => isRemote || isPeer).map(({ name }) => name);
  const file = {
    title,
    // A scenario stands in a section of the standard.
    section: '1',
    ...(topology === 'local' ? {} : { topologies: [topology] }),
    actors: Object.fromEntries(actors.map((actor) => [actor.name, sessionsOf(actor, steps)])),
    ...(special.length === 0
      ? {}
      : { accounts: Object.fromEntries(special.map(({ name, account }) => [name, account])) }),
    ...(contacts.length === 0 ? {} : { contacts }),
    steps: authoredSteps(aCase),
  };
  const document = new Document(file, { aliasDuplicateObjects: false });
  document.commentBefore = ` yaml-language-server: $schema=https://unpkg.com/xmppspec/scenarios/schema.json\n The server chose: ${observed.join(', ')}`;
  return document.toString({ lineWidth: 0 });
}

const mentions = (steps: readonly Step[], name: string): boolean =>
  new RegExp(`\\b${name}\\b`).test(JSON.stringify(steps));

function sessionsOf({ sessions }: Actor, steps: readonly Step[]) {
  const used = sessions.filter(({ ref }) => mentions(steps, ref));
  return Object.fromEntries(
    used.map(({ resource, roster, presence, answers }) => [
      resource,
      {
        ...(roster ? {} : { roster: false }),
        ...(presence === undefined ? { presence: 'none' } : { presence: serialize(presence) }),
        ...(answers ? {} : { answers: false }),
      },
    ]),
  );
}

/** The steps; a model may also say of a session that is not connected that nothing comes. */
function authoredSteps({ steps, actors }: CaseResult['case']): readonly object[] {
  const plans = actors.flatMap(({ sessions }) => sessions);
  const open = new Set(plans.filter(({ atStart }) => atStart).map(({ ref }) => ref));
  return steps.map((step, at) => {
    if (step.kind === 'connect') open.add(step.session);
    if (step.kind === 'disconnect' || step.kind === 'drop') open.delete(step.session);
    return authored(step, { open, later: JSON.stringify(steps.slice(at + 1)) });
  });
}

/** Where a step is in a play: the sessions that are connected, and what the steps after it hold. */
interface Scene {
  readonly open: ReadonlySet<string>;
  readonly later: string;
}

function authored(step: Step, scene: Scene): object {
  switch (step.kind) {
    case 'connect':
    case 'disconnect':
    case 'drop':
      return { [step.kind]: step.session };
    case 'send':
      return { send: { from: step.from, stanza: serialize(step.stanza) } };
    case 'expect':
      return { expect: authoredExpect(step, scene) };
    default:
      throw new Error(`bug: a play has no step "${step.kind}"`);
  }
}

/** A server may choose otherwise than in this play: where it shows nothing of what later steps use, the case ends. */
function authoredExpect({ sessions, alternatives, proves }: ExpectStep, { open, later }: Scene): object {
  const isOpen = ({ session }: SessionExpectation) => open.has(session);
  const used = capturesIn(alternatives).filter((name) => later.includes(`\${${name}}`));
  const oneOf = alternatives.map(({ violates, sessions: inside }, at) => {
    const captured = capturesIn(inside);
    return [
      `outcome-${at + 1}`,
      {
        ...(violates.length === 0 ? {} : { violates }),
        ...(used.every((name) => captured.includes(name)) ? {} : { ends: true }),
        ...authoredSessions(inside.filter(isOpen)),
      },
    ];
  });
  return {
    ...(proves.length === 0 ? {} : { proves }),
    ...authoredSessions(sessions.filter(isOpen)),
    ...(oneOf.length === 0 ? {} : { oneOf: Object.fromEntries(oneOf) }),
  };
}

const capturesIn = (value: unknown): readonly string[] =>
  [...JSON.stringify(value).matchAll(/\$\{capture:(\w+)\}/g)].map(([, name = '']) => name);

const authoredSessions = (sessions: readonly SessionExpectation[]): object =>
  Object.fromEntries(
    sessions.map(({ session, receives, may, inOrder, proves }) => [
      session,
      {
        receives: receives.map(authoredCheck),
        ...(may.length === 0 ? {} : { may: may.map((pattern) => serialize(pattern)) }),
        ...(inOrder ? { inOrder } : {}),
        ...(proves.length === 0 ? {} : { proves }),
      },
    ]),
  );

/** What a check cites that accuses nobody, as a file must cite something: a MAY cannot be broken. */
const OF_NOBODY = 'rfc6121-6-a';

const cited = (proves: readonly string[]): readonly string[] => (proves.length === 0 ? [OF_NOBODY] : proves);

const authoredCheck = ({ pattern, proves, further }: Check): object => ({
  stanza: serialize(pattern),
  proves: cited(proves),
  ...(further.length === 0
    ? {}
    : { and: further.map((more) => ({ stanza: serialize(more.pattern), proves: cited(more.proves) })) }),
});
