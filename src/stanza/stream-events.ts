// What happens on the stream of a client and is no stanza, as elements: they are sent, expected and shown like stanzas.

import type { XmlElement } from '../model/xml.ts';
import { element, NS, text } from './xml.ts';

/** Text that is written into a stream as it stands: `<raw>` with the text. */
export const rawText = (characters: string): XmlElement => element('raw', NS.stream, {}, [characters]);

/** The text of such an element; undefined for any other. */
export const rawTextOf = (sent: XmlElement): string | undefined =>
  sent.ns === NS.stream && sent.name === 'raw' ? text(sent) : undefined;

/**
 * The end of a stream. `how`: `lost` with its connection, `closed` by the client, or by the server with a stream error of this
 * condition, as for text that is no XML.
 */
export const streamEnd = (how: string): XmlElement => element('end', NS.stream, { how });
