// What the front of a hostile server reads in an IQ, and what it makes of the text that it passes on.

import type { XmlElement } from '../model/xml.ts';
import { serialize } from '../stanza/serialize.ts';
import { elements, NS } from '../stanza/xml.ts';
import type { Act, Phase } from './behaviour.test-kit.ts';
import { written } from './payloads.test-kit.ts';

/** What is sent where a payload comes before, after, within or instead of it. */
export function combined(
  { kind, payload, length }: Extract<Act, { kind: 'before' | 'after' | 'inside' | 'instead' }>,
  text: string,
) {
  const bytes = written(payload, length);
  const middle = Math.floor(text.length / 2);
  const [before, after] =
    kind === 'before'
      ? ['', text]
      : kind === 'after'
        ? [text, '']
        : kind === 'inside'
          ? [text.slice(0, middle), text.slice(middle)]
          : ['', ''];
  return Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]);
}

/** The text of a stanza with another value of an attribute, which is added where it has none. */
export function altered(text: string, { attribute, value }: Extract<Act, { kind: 'alter' }>): string {
  const start = /^<[\w:]+[^>]*?(?=\/?>)/.exec(text)?.[0];
  if (start === undefined) return text;
  const rest = start.replace(new RegExp(` ${attribute}=("[^"]*"|'[^']*')`), '');
  return `${rest} ${attribute}='${value}'${text.slice(start.length)}`;
}

/** A stream header of the server. */
export const headerText = (attrs: XmlElement['attrs']): string => {
  const { id = '', from = '', version = '1.0' } = attrs;
  return `<?xml version='1.0'?><stream:stream xmlns='${NS.client}' xmlns:stream='${NS.streams}' id='${id}' from='${from}' version='${version}'>`;
};

/** A child of the stream. */
export const textOf = (sent: XmlElement): string => serialize(sent, { ns: NS.client });

/** What the answer to an IQ is about. */
export function phaseOfAnswer(iq: XmlElement): Phase {
  const [payload] = elements(iq);
  if (payload?.ns === NS.register) return registrationPhase(iq, payload);
  if (payload?.ns === NS.bind) return 'bind';
  if (payload?.ns === NS.roster) return 'roster';
  if (payload?.ns === NS.ping) return 'ping';
  return payload?.ns === NS.version ? 'version' : 'other answer';
}

function registrationPhase({ attrs }: XmlElement, query: XmlElement): Phase {
  if (attrs['type'] === 'get') return 'form';
  return elements(query).some(({ name }) => name === 'remove') ? 'removed' : 'registered';
}
