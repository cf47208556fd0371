// Checks the placeholders and marks of one template or pattern: each is known, set and in a permitted position.

import type { Texts } from '../model/language.ts';
import type { XmlElement } from '../model/xml.ts';
import { readElement } from '../stanza/element-marks.ts';
import {
  BARE_MARKS as BARE,
  isOfElement,
  isPart,
  type Mark,
  readMark,
  readParts,
  ARGUMENT_MARKS as WITH_ARGUMENT,
  writtenMark,
} from '../stanza/marks.ts';
import { elements, text } from '../stanza/xml.ts';
import { stanzaMistake } from '../wording/stanza-mistakes.ts';
import { suggest } from '../wording/suggest.ts';
import { wrongSet } from './child-sets.ts';
import { wrongArgument } from './mark-arguments.ts';

/** The names that placeholders can use at one point of a file. `captures` grows as patterns are read. */
export interface Names {
  readonly actors: ReadonlySet<string>;
  readonly sessions: ReadonlySet<string>;
  readonly columns: ReadonlySet<string>;
  /** Captured by a pattern so far, on every path on which the case goes on. */
  readonly captures: Set<string>;
  /** Captured by a further pattern of this step: they hold from the next step on. */
  readonly later: Set<string>;
  /** Captured by a pattern so far, on any path. */
  readonly possible: Set<string>;
  /** Captured anywhere in the file. */
  readonly allCaptures: ReadonlySet<string>;
}

/** Templates are sent, patterns are matched, exact elements are compared as a whole: an attribute may be `${optional:V}`. */
export type Role = 'template' | 'pattern' | 'exact';

/** A mistake and its text in the file. `isUse`: the text is correct, but not at the place of its use. */
export interface Finding {
  readonly about: string;
  readonly message: Texts;
  readonly isUse: boolean;
}

const BUILT_IN = ['domain', 'remote', 'nonce'];
const BARE_MARKS: readonly string[] = BARE;
const ARGUMENT_MARKS: readonly string[] = WITH_ARGUMENT;
/** Lengths that the target declares: `limits` in the config file. A case that uses one needs it. */
export const DECLARED_LIMITS: readonly string[] = ['limits.name', 'limits.group'];
const INNERMOST = /\$\{([^${}]*)\}/g;
const CAPTURE_NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;

const marked = (name: string): string => `\${${name}}`;

type Position = { readonly kind: 'attribute'; readonly name: string } | { readonly kind: 'text' };

/** All mistakes in an element and its content. Adds captured names to `names.captures`. */
export function checkPlaceholders(element: XmlElement, role: Role, names: Names, isInside = false): readonly Finding[] {
  const findings: Finding[] = [];
  if (element.ns.includes('${')) {
    findings.push({ about: element.ns, message: stanzaMistake('markInNamespace'), isUse: false });
  }
  const use = { role, names };
  for (const [name, value] of Object.entries(element.attrs)) {
    findings.push(...checkValue(value, { kind: 'attribute', name }, use));
  }
  const { marks, content } = readElement(element);
  for (const mark of marks) findings.push(...checkMark(mark, writtenMark(mark), { kind: 'text' }, use));
  findings.push(...checkValue(text(content), { kind: 'text' }, use));
  const wrong = role === 'pattern' ? wrongSet(element, isInside) : undefined;
  if (wrong !== undefined) findings.push({ ...wrong, isUse: false });
  for (const child of elements(element)) findings.push(...checkPlaceholders(child, role, names, true));
  return findings;
}

/** Number of characters that the placeholders `${text:N}` of a stanza stand for. */
export function lengthOfTexts(stanza: string): number {
  const lengths = [...stanza.matchAll(/\$\{text:(\d+)\}/g)].map(([, length]) => Number(length));
  return lengths.reduce((sum, length) => sum + length, 0);
}

/** The reason why a capture cannot have this name. */
function refuseName(name: string, names: Names): Texts | undefined {
  if (!CAPTURE_NAME.test(name)) return stanzaMistake('wrongName', name);
  if (names.actors.has(name)) return stanzaMistake('nameOfActor', name);
  if (names.columns.has(name)) return stanzaMistake('nameOfColumn', name);
  const isReserved = [...BUILT_IN, ...BARE_MARKS, ...ARGUMENT_MARKS].includes(name);
  return isReserved ? stanzaMistake('nameOfLanguage', name) : undefined;
}

interface Use {
  readonly role: Role;
  readonly names: Names;
}

function checkValue(value: string, position: Position, use: Use): readonly Finding[] {
  const mark = readMark(value);
  if (mark !== undefined) return checkMark(mark, value.trim(), position, use);
  const parts = readParts(value);
  return parts.flatMap((part, at) =>
    typeof part === 'string'
      ? checkText(part, use.role, use.names)
      : checkPart(part, typeof parts[at - 1] !== 'string' && at > 0, position, use),
  );
}

/** A mark that is a part of a value. `isBeside`: another one comes directly before it. */
function checkPart(mark: Mark, isBeside: boolean, position: Position, use: Use): readonly Finding[] {
  const about = writtenMark(mark);
  const mistake = (message: Texts) => [{ about, message, isUse: false }];
  if (use.role === 'pattern' && !isPart(mark)) return mistake(stanzaMistake('markNotWhole', marked(mark.name)));
  if (use.role === 'pattern' && isBeside) return mistake(stanzaMistake('marksBeside', about));
  return checkMark(mark, about, position, use);
}

function checkMark(mark: Mark, about: string, position: Position, { role, names }: Use): readonly Finding[] {
  const isOptional = mark.name === 'optional' && position.kind === 'attribute';
  if (role !== 'pattern' && !(role === 'exact' && isOptional))
    return [{ about, message: refuseMark(mark.name, role), isUse: true }];
  const mistake = misplacedMark(mark, position) ?? wrongArgument(mark);
  if (mistake !== undefined) return [{ about, message: mistake, isUse: false }];
  if (mark.name === 'capture' || mark.name === 'new') return checkCapture(mark, about, names);
  if (mark.name === 'element') return checkCapture(mark, about, names, 'element:');
  if (mark.name === 'same') return checkSame(mark, about, names);
  return mark.name === 're' ? [] : checkText(mark.argument, 'exact', names);
}

function misplacedMark(mark: Mark, position: Position): Texts | undefined {
  const isText = position.kind === 'text';
  if (isOfElement(mark) && !isText) return stanzaMistake('markAsText', marked(mark.name));
  if ((mark.name === 'absent' || mark.name === 'optional') && isText) {
    return stanzaMistake('markInAttribute', marked(mark.name));
  }
  const isLang = !isText && position.name === 'xml:lang';
  if (mark.name === 'lang' && !isLang) return stanzaMistake('langElsewhere', marked('lang:...'));
  return undefined;
}

function checkCapture(mark: Mark, about: string, names: Names, kind = ''): readonly Finding[] {
  const refusal = refuseName(mark.argument, names);
  names.captures.add(kind + mark.argument);
  names.possible.add(kind + mark.argument);
  return refusal === undefined ? [] : [{ about, message: refusal, isUse: false }];
}

/** An element that must have been kept on every path that leads here. */
function checkSame({ argument }: Mark, about: string, names: Names): readonly Finding[] {
  const key = `element:${argument}`;
  const message = names.captures.has(key)
    ? undefined
    : names.possible.has(key) && !names.later.has(key)
      ? stanzaMistake('notAlwaysCaptured', about)
      : names.allCaptures.has(key)
        ? stanzaMistake('tooEarly', about)
        : unknownElement(argument, names);
  return message === undefined ? [] : [{ about, message, isUse: true }];
}

function unknownElement(name: string, { allCaptures }: Names): Texts {
  const known = [...allCaptures].flatMap((key) => (key.startsWith('element:') ? key.slice(8) : []));
  const near = suggest(name, known);
  return stanzaMistake(
    'unknownElement',
    marked(`same:${name}`),
    marked(`element:${name}`),
    near && marked(`same:${near}`),
  );
}

/** Checks placeholders from the inside out: in `${optional:${juliet}}` first `${juliet}`, then `${optional:}`. */
function checkText(value: string, role: Role, names: Names): readonly Finding[] {
  const findings: Finding[] = [];
  let rest = value;
  for (let found = [...rest.matchAll(INNERMOST)]; found.length > 0; found = [...rest.matchAll(INNERMOST)]) {
    for (const [whole, name = ''] of found) {
      const finding = checkName(name, role, names);
      if (finding !== undefined) findings.push({ about: whole.slice(0, -1), ...finding });
    }
    rest = rest.replace(INNERMOST, '');
  }
  if (rest.includes('${')) findings.push({ about: '${', message: stanzaMistake('unclosed', '${'), isUse: false });
  return findings;
}

type Verdict = Omit<Finding, 'about'> | undefined;

function checkName(name: string, role: Role, names: Names): Verdict {
  const [, plain] = /^capitals:(.*)$/.exec(name) ?? [];
  if (plain !== undefined) return checkName(plain, role, names);
  const mark = name.includes(':') ? name.slice(0, name.indexOf(':')) : name;
  const [, length] = /^text:(.*)$/.exec(name) ?? [];
  if (length !== undefined) return checkLength(length);
  if (isKnown(name, names)) return undefined;
  const isMark = name.includes(':') ? ARGUMENT_MARKS.includes(mark) : BARE_MARKS.includes(mark);
  if (isMark) return misusedMark(mark, role);
  if (names.possible.has(name) && !names.later.has(name)) {
    return { message: stanzaMistake('notAlwaysCaptured', marked(name)), isUse: true };
  }
  if (names.allCaptures.has(name)) {
    return { message: stanzaMistake('tooEarly', marked(name)), isUse: true };
  }
  return { message: unknownName(name, mark, names), isUse: false };
}

const isKnown = (name: string, names: Names): boolean =>
  BUILT_IN.includes(name) || [names.actors, names.sessions, names.captures].some((known) => known.has(name));

function checkLength(length: string): Verdict {
  if (/^\d{1,7}$/.test(length) || DECLARED_LIMITS.includes(length)) return undefined;
  const nearest = suggest(length, DECLARED_LIMITS);
  return { message: stanzaMistake('wrongLength', marked(`text:${length}`), nearest), isUse: true };
}

function misusedMark(mark: string, role: Role): Verdict {
  if (role !== 'pattern') return { message: refuseMark(mark, role), isUse: true };
  return { message: stanzaMistake('markNotWhole', marked(mark)), isUse: false };
}

function refuseMark(mark: string, role: Exclude<Role, 'pattern'>): Texts {
  return stanzaMistake(role === 'template' ? 'markSent' : 'markLiteral', marked(mark));
}

function unknownName(name: string, mark: string, names: Names): Texts {
  if (ARGUMENT_MARKS.includes(name) || name === 'text') {
    return stanzaMistake('argumentNeeded', marked(name), marked(`${name}:...`));
  }
  if (BARE_MARKS.includes(mark)) return stanzaMistake('noArgument', marked(mark));
  const kept = [...names.allCaptures].filter((key) => !key.includes(':'));
  const known = [...names.actors, ...names.sessions, ...kept, ...names.columns];
  const marks = [...ARGUMENT_MARKS, 'text'];
  const candidates = name.includes(':') ? marks : [...known, ...BUILT_IN, ...BARE_MARKS, ...marks];
  const near = suggest(name.includes(':') ? mark : name, candidates);
  if (near === undefined) return stanzaMistake('unknownMark', marked(name));
  const argument = name.slice(mark.length) || (marks.includes(near) && !BARE_MARKS.includes(near) ? ':...' : '');
  return stanzaMistake('misspeltMark', marked(name), marked(`${near}${argument}`));
}
