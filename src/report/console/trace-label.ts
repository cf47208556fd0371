import type { XmlElement } from '../../model/xml.ts';
import { errorCondition, payloadName } from '../../stanza/xml.ts';
import { escapeControls } from '../../wording/escape-controls.ts';

/** Kind, type and payload or error condition: `iq set roster`, `iq error bad-request`, `presence subscribe`. */
export function traceLabel(stanza: XmlElement): string {
  const { type } = stanza.attrs;
  const payload = stanza.name === 'iq' ? payloadName(stanza) : undefined;
  const words = [stanza.name, type, type === 'error' ? errorCondition(stanza) : payload];
  return escapeControls(words.filter((word) => word !== undefined).join(' '));
}
