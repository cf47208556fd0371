// The short form of an error, as patterns.

import type { Check } from '../model/step.ts';
import type { XmlElement } from '../model/xml.ts';
import { readMark } from '../stanza/marks.ts';
import { element, NS } from '../stanza/xml.ts';
import { scenarioMistake } from '../wording/scenario-mistakes.ts';
import { apart } from './captures.ts';
import { CONDITIONS, ERROR_TYPES } from './conditions.ts';
import type { AuthoredCheck, AuthoredError } from './expect-schema.ts';
import { checkPlaceholders } from './placeholders.ts';
import { type Cursor, cite, unknown } from './scope.ts';

const KINDS = ['iq', 'message', 'presence'];

type FurtherPattern = Check['further'][number];

/** RFC 6120 8.3.1: an error should come from the address that the stanza was sent to. */
const SWAPPED = 'rfc6120-8.3.1-b';

const isCapture = (value: string | undefined): value is string =>
  value !== undefined && readMark(value)?.name === 'capture';

/**
 * A pattern with the condition. A condition `a|b` becomes an element of that name, which matches either; a condition or type
 * that is captured is the same wherever that name is captured again. The sender is in the pattern only if no id says which
 * stanza the error answers: else `errorSender` checks it.
 */
export function errorPattern(error: AuthoredError, here: Cursor): XmlElement {
  const { kind = 'iq', condition, type } = error;
  if (isCapture(condition)) checkValue('condition', condition, here);
  else checkCondition(condition, here.at('condition'));
  if (!KINDS.includes(kind)) {
    const message = unknown('stanza', kind, { known: KINDS, scope: here.scope });
    here.at('kind').report(scenarioMistake('unknownKind', message));
  }
  const { from, ...others } = readAddresses(error, here);
  const attrs = { type: 'error', ...others, ...(from !== undefined && error.id === undefined && { from }) };
  const isAny = condition.split('|').includes('any');
  const conditions = isAny ? [] : [element(condition, NS.stanzas)];
  if (!isCapture(type)) return element(kind, NS.client, attrs, [element('error', NS.client, {}, conditions)]);
  checkValue('type', type, here);
  return element(kind, NS.client, attrs, [element('error', NS.client, { type }, conditions)]);
}

function checkCondition(condition: string, here: Cursor): void {
  const known = [...Object.keys(CONDITIONS), 'any'];
  for (const name of condition.split('|')) {
    if (!known.includes(name)) here.report(unknown('condition', name, { known, scope: here.scope }));
  }
}

function readAddresses(error: AuthoredError, here: Cursor): Readonly<Record<string, string>> {
  const attrs: Record<string, string> = {};
  for (const name of ['id', 'from', 'to'] as const) {
    const value = error[name];
    if (value === undefined) continue;
    attrs[name] = value;
    // The sender of an error with an id is a check of its own, which only warns.
    checkValue(name, value, name === 'from' && error.id !== undefined ? apart(here) : here);
  }
  return attrs;
}

function checkValue(key: keyof AuthoredError, value: string, here: Cursor): void {
  const findings = checkPlaceholders(element('iq', NS.client, { [key]: value }), 'pattern', here.scope.names);
  for (const { message } of findings) here.at(key).report(message);
}

/** A further pattern with the sender of an error that its id identifies. A wrong sender is a fault of its own. */
export function errorSender({ kind = 'iq', id, from }: AuthoredError, here: Cursor): readonly FurtherPattern[] {
  if (from === undefined || id === undefined) return [];
  return [{ pattern: element(kind, NS.client, { from }), proves: cite(SWAPPED, here), place: here.place() }];
}

/** A further pattern with the error type; none if no requirement covers the type. `here` is the cursor of the check. */
export function errorType(check: AuthoredCheck, error: AuthoredError, here: Cursor): readonly FurtherPattern[] {
  const { condition, kind = 'iq' } = error;
  const known = Object.hasOwn(CONDITIONS, condition) ? CONDITIONS[condition] : undefined;
  const ids = check.typeProves ?? known?.requirement;
  if (isCapture(error.type)) return [];
  if (error.type !== undefined) checkType(error.type, here.at('error', 'type'));
  if (ids === undefined) {
    if (error.type !== undefined) here.at('error', 'type').report(scenarioMistake('typeNeedsProof', condition));
    return [];
  }
  const proves = cite(ids, here.at('typeProves'));
  const types = (error.type ?? known?.type)?.split('|');
  if (types === undefined) {
    here.at('typeProves').report(scenarioMistake('typeProvesNeedsType', condition));
    return [];
  }
  const type = types.length === 1 ? types.join('') : `\${oneof:${types.join('|')}}`;
  const pattern = element(kind, NS.client, { type: 'error' }, [element('error', NS.client, { type })]);
  return [{ pattern, proves, place: here.place() }];
}

function checkType(types: string, here: Cursor): void {
  const known: readonly string[] = ERROR_TYPES;
  for (const type of types.split('|')) {
    if (!known.includes(type)) here.report(unknown('errorType', type, { known, scope: here.scope }));
  }
}
