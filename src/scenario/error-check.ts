// The short form of an error answer, written out as patterns.

import type { Check } from '../model/step.ts';
import type { XmlElement } from '../model/xml.ts';
import { element, NS } from '../stanza/xml.ts';
import type { Path } from '../yaml/read.ts';
import { CONDITIONS, ERROR_TYPES } from './conditions.ts';
import { checkPlaceholders } from './placeholders.ts';
import type { AuthoredCheck, AuthoredError } from './schema.ts';
import { cite, type Scope, unknown } from './scope.ts';

const KINDS = ['iq', 'message', 'presence'];

type FurtherPattern = Check['further'][number];

/** A pattern that asks for the condition. `a|b` as the name of the condition stands for either. */
export function errorPattern(error: AuthoredError, path: Path, scope: Scope): XmlElement {
  for (const condition of error.condition.split('|')) {
    if (condition === 'any' || Object.hasOwn(CONDITIONS, condition)) continue;
    scope.report(
      [...path, 'condition'],
      unknown('error condition', condition, [...Object.keys(CONDITIONS), 'any'], scope),
    );
  }
  if (error.kind !== undefined && !KINDS.includes(error.kind)) {
    scope.report([...path, 'kind'], `${unknown('stanza', error.kind, KINDS, scope)}; expected iq, message or presence`);
  }
  const attrs: Record<string, string> = { type: 'error' };
  for (const name of ['id', 'from', 'to'] as const) {
    const value = error[name];
    if (value === undefined) continue;
    attrs[name] = value;
    for (const { message } of checkPlaceholders(element('iq', NS.client, { [name]: value }), 'pattern', scope.names)) {
      scope.report([...path, name], message);
    }
  }
  const isAny = error.condition.split('|').includes('any');
  const condition = isAny ? [] : [element(error.condition, NS.stanzas)];
  return element(error.kind ?? 'iq', NS.client, attrs, [element('error', NS.client, {}, condition)]);
}

/** A further pattern that asks for the error type, with the requirement on it; none where no requirement says it. */
export function errorType(
  check: AuthoredCheck,
  error: AuthoredError,
  path: Path,
  scope: Scope,
): readonly FurtherPattern[] {
  const known = Object.hasOwn(CONDITIONS, error.condition) ? CONDITIONS[error.condition] : undefined;
  const types = (error.type ?? known?.type)?.split('|');
  const ids = check.typeProves ?? known?.requirement;
  for (const type of error.type?.split('|') ?? []) {
    if (!(ERROR_TYPES as readonly string[]).includes(type)) {
      scope.report([...path, 'error', 'type'], unknown('error type', type, ERROR_TYPES, scope));
    }
  }
  if (ids === undefined) {
    if (error.type !== undefined) scope.report([...path, 'error', 'type'], needsProof(error.condition));
    return [];
  }
  const proves = cite(ids, [...path, 'typeProves'], scope);
  if (types === undefined) {
    scope.report(
      [...path, 'typeProves'],
      `"typeProves" needs "type": RFC 6120 names no single type for ${error.condition}`,
    );
    return [];
  }
  const type = types.length === 1 ? types.join('') : `\${oneof:${types.join('|')}}`;
  const pattern = element(error.kind ?? 'iq', NS.client, { type: 'error' }, [element('error', NS.client, { type })]);
  return [{ pattern, proves, place: scope.source.place(path) }];
}

const needsProof = (condition: string): string =>
  `"type" needs "typeProves" beside "proves": no requirement of spec names the error type of ${condition}`;
