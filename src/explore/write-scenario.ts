// A play that was played as a scenario file: it fails alone, without the model.

import { Document } from 'yaml';
import type { Actor } from '../model/case.ts';
import type { CaseResult } from '../model/result.ts';
import type { Check, ExpectStep, SessionExpectation, Step } from '../model/step.ts';
import type { XmlElement } from '../model/xml.ts';
import { serialize } from '../stanza/serialize.ts';

/**
 * The play of a result as YAML, with what the model permitted after each act. Each session connects by a step. A capture holds from
 * step to step as in any scenario.
 */
export function scenarioOf({ case: aCase, observed }: CaseResult): string {
  const { title, section, topology, steps } = aCase;
  const actors = aCase.actors.filter(({ name }) => mentions(steps, name));
  const special = actors.filter(({ account }) => account !== 'fresh');
  const contacts = actors.filter(({ isRemote }) => isRemote).map(({ name }) => name);
  const file = {
    title,
    section,
    ...(topology === 'local' ? {} : { topologies: [topology] }),
    actors: Object.fromEntries(actors.map((actor) => [actor.name, sessionsOf(actor, steps)])),
    ...(special.length === 0
      ? {}
      : { accounts: Object.fromEntries(special.map(({ name, account }) => [name, account])) }),
    ...(contacts.length === 0 ? {} : { contacts }),
    steps: steps.map(authored),
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

function authored(step: Step): object {
  switch (step.kind) {
    case 'connect':
    case 'disconnect':
    case 'drop':
      return { [step.kind]: step.session };
    case 'send':
      return { send: { from: step.from, stanza: serialize(step.stanza) } };
    case 'expect':
      return { expect: authoredExpect(step) };
    default:
      throw new Error(`bug: a play has no step "${step.kind}"`);
  }
}

function authoredExpect({ sessions, alternatives, proves }: ExpectStep): object {
  const oneOf = alternatives.map(({ violates, sessions: inside }, at) => [
    `outcome-${at + 1}`,
    { ...(violates.length === 0 ? {} : { violates }), ...authoredSessions(inside) },
  ]);
  return {
    ...(proves.length === 0 ? {} : { proves }),
    ...authoredSessions(sessions),
    ...(oneOf.length === 0 ? {} : { oneOf: Object.fromEntries(oneOf) }),
  };
}

const authoredSessions = (sessions: readonly SessionExpectation[]): object =>
  Object.fromEntries(
    sessions.map(({ session, receives, may, inOrder, proves }) => [
      session,
      {
        receives: receives.map(authoredCheck),
        ...(may.length === 0 ? {} : { may: may.map(textOf) }),
        ...(inOrder ? { inOrder } : {}),
        ...(proves.length === 0 ? {} : { proves }),
      },
    ]),
  );

const authoredCheck = ({ pattern, proves, further }: Check): object => ({
  stanza: textOf(pattern),
  proves,
  ...(further.length === 0
    ? {}
    : { and: further.map((more) => ({ stanza: textOf(more.pattern), proves: more.proves })) }),
});

const textOf = (pattern: XmlElement): string => serialize(pattern);
