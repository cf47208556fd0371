// What a failed check shows of the server, without what differs from case to case.

import type { DiffersFailure, Failure, MissingFailure } from '../../model/failure.ts';
import type { Departure, StanzaKind } from '../../model/finding.ts';
import type { XmlElement } from '../../model/xml.ts';
import { errorCondition, payloadName } from '../../stanza/xml.ts';

/** What the server did instead of what was asked. */
export function departureOf(failure: Failure): Departure {
  switch (failure.kind) {
    case 'missing':
      return departureOfMissing(failure);
    case 'unexpected':
      return { kind: failure.isRepeated ? 'repeated' : 'unexpected', stanza: stanzaKind(failure.closest) };
    case 'differs':
      return departureOfDiffering(failure);
    case 'violates':
      return { kind: 'outcome' };
    case 'limit':
      return { kind: 'limit' };
    case 'roster':
      return { kind: 'roster', item: failure.item, path: failure.difference?.path };
    case 'state':
      return { kind: 'state', differs: failure.differences?.map(({ kind }) => kind) };
    case 'features':
      return { kind: 'features', present: failure.present, feature: failure.expected?.name ?? '' };
    case 'passive':
      return { kind: 'passive', fault: failure.fault.kind };
    case 'stream-ended':
      return { kind: 'stream-ended', stanza: typedKind(failure.after.at(-1)), condition: failure.condition };
    case 'ill-formed-xml':
      return { kind: 'ill-formed-xml', fault: failure.fault };
  }
}

/** The type of what arrived is not that of what was expected where they differ in it. */
function departureOfDiffering({ closest, difference: { path } }: DiffersFailure): Departure {
  const stanza = stanzaKind(closest);
  return { kind: 'differs', stanza: path === `${stanza.name}@type` ? { name: stanza.name } : stanza, path };
}

/** What all have in common: of differing stanzas the type and the content only if all have the same. */
export function commonDeparture([first, ...others]: readonly [Departure, ...Departure[]]): Departure {
  if (first.kind !== 'differs') return first;
  const { name, type, content } = first.stanza;
  const isShared = (property: 'type' | 'content') =>
    others.every((other) => other.kind === 'differs' && other.stanza[property] === first.stanza[property]);
  const stanza = {
    name,
    ...(type !== undefined && isShared('type') && { type }),
    ...(content !== undefined && isShared('content') && { content }),
  };
  return { ...first, stanza };
}

function departureOfMissing({ isOutOfOrder, expected, closest, difference }: MissingFailure): Departure {
  const stanza = stanzaKind(expected);
  if (isOutOfOrder) return { kind: 'order', stanza };
  const isInItsPlace = expected !== undefined && closest !== undefined && comesInPlaceOf(expected, closest);
  return isInItsPlace && difference !== undefined
    ? { kind: 'differs', stanza, path: difference.path }
    : { kind: 'missing', stanza };
}

/** Whether a stanza answers or announces the same thing as the one expected, so that it came instead of it. */
export function comesInPlaceOf(expected: XmlElement, closest: XmlElement): boolean {
  if (expected.name !== closest.name) return false;
  const { id, type } = expected.attrs;
  if (expected.name === 'iq' && (type === 'result' || type === 'error')) return id === closest.attrs['id'];
  return expected.name === 'message' || type === closest.attrs['type'];
}

/** The kind of a stanza that was sent, with its type also where it is a message. */
function typedKind(stanza: XmlElement | undefined): StanzaKind {
  const type = stanza?.attrs['type'];
  return { ...stanzaKind(stanza), ...(type !== undefined && { type }) };
}

/** The kind of a stanza or of a pattern of one. */
export function stanzaKind(stanza: XmlElement | undefined): StanzaKind {
  if (stanza === undefined) return { name: 'stanza' };
  const { name, attrs } = stanza;
  const isError = attrs['type'] === 'error';
  const content = isError ? errorCondition(stanza) : name === 'iq' ? payloadName(stanza) : undefined;
  // A mark of a pattern, such as ${absent}, is no type.
  const given = attrs['type']?.includes('${') ? undefined : attrs['type'];
  const type = name === 'message' && !isError ? undefined : given;
  return { name, ...(type !== undefined && { type }), ...(content !== undefined && { content }) };
}
