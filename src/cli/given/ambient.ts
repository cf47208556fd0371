// Patterns of ambient traffic in the config file. One that takes what a rule is about would hide violations of that rule.

import type { Case } from '../../model/case.ts';
import type { Mistake, Place } from '../../model/place.ts';
import type { Step } from '../../model/step.ts';
import type { XmlElement, XmlNode } from '../../model/xml.ts';
import { readChildren } from '../../stanza/element-marks.ts';
import { readMark } from '../../stanza/marks.ts';
import { match } from '../../stanza/match.ts';
import { baselineMistake } from '../../wording/report-mistakes.ts';
import { mistakenFile } from '../../yaml/mistakes.ts';

/** One pattern of the config file. */
export interface AmbientPattern {
  readonly pattern: XmlElement;
  readonly place: Place;
}

/** The addresses of the stanzas that patterns are compared with. */
const DOMAIN = 'server.invalid';
const USER = `user@${DOMAIN}/resource`;
const bindings = { fixed: new Map([['domain', DOMAIN]]), captures: new Map<string, string>() };

/** Throws `UsageError` with the place of each pattern that takes a stanza which a case expects, or which its users send each other. */
export function checkAmbient(patterns: readonly AmbientPattern[], cases: readonly Case[]): void {
  if (patterns.length === 0) return;
  const found = new Map<AmbientPattern, string>();
  for (const { id, steps } of cases) {
    const stanzas = steps.flatMap(stanzasOf);
    for (const one of patterns) {
      const isTaken = (stanza: XmlElement) => match(one.pattern, stanza, bindings).matches;
      if (!found.has(one) && stanzas.some(isTaken)) found.set(one, id);
    }
  }
  const mistakes = [...found].map(
    ([{ place }, id]): Mistake => ({ place, message: baselineMistake('ambientOfRule', id) }),
  );
  if (mistakes.length > 0) throw mistakenFile(mistakes);
}

/** What a step sends to other users or expects of the server, as it arrives. */
function stanzasOf(step: Step): readonly XmlElement[] {
  switch (step.kind) {
    case 'send':
      return isForServer(step.stanza) ? [] : [arriving(step.stanza)];
    case 'expect': {
      const sessions = [...step.sessions, ...step.alternatives.flatMap((one) => one.sessions)];
      return sessions.flatMap(({ receives }) => receives.map(({ pattern }) => arriving(pattern)));
    }
    default:
      return [];
  }
}

/** A request that the server answers itself. */
const isForServer = ({ name, attrs: { to = '' } }: XmlElement): boolean =>
  name === 'iq' && !to.replaceAll(PLACEHOLDER, '@').includes('@');

/** A placeholder that stands for the address of a user, or for a value that changes. */
const PLACEHOLDER = /\$\{(?!domain\})[^}]*\}/g;

/** A stanza with its placeholders filled in. One from a user where nothing says whom it is from, except an IQ, which may be the server's. */
function arriving(stanza: XmlElement): XmlElement {
  const from = stanza.name === 'iq' ? {} : { from: USER };
  return filled({ ...stanza, attrs: { ...from, ...stanza.attrs } });
}

function filled(pattern: XmlElement): XmlElement {
  const { attrs, children, ...rest } = pattern;
  const { single } = readChildren(pattern);
  const known = Object.entries(attrs).flatMap(([key, value]) => {
    const mark = readMark(value);
    if (mark?.name === 'absent') return [];
    return [[key, mark === undefined ? addressed(value) : (mark.argument.split('|')[0] ?? '')] as const];
  });
  const inside = children.flatMap((child): readonly XmlNode[] => {
    if (typeof child !== 'string') return single.includes(child) ? [filled(child)] : [];
    return readMark(child.trim()) === undefined ? [addressed(child)] : [];
  });
  return { ...rest, attrs: Object.fromEntries(known), children: inside };
}

const addressed = (value: string): string => value.replaceAll('${domain}', DOMAIN).replaceAll(PLACEHOLDER, USER);
