// XEP-0004: forms to fill in.

import type { XmlElement } from '../model/xml.ts';
import { child, element, elements, NS } from '../stanza/xml.ts';

/** A form that was filled in, and the names of the required fields that have no value. */
export interface FilledForm {
  readonly submit: XmlElement;
  readonly missing: readonly string[];
}

/** Fills in the values by field name, and copies hidden fields and the defaults of required ones (XEP-0004 3.2). */
export function fillForm(form: XmlElement, values: Readonly<Record<string, string>>): FilledForm {
  const fields = elements(form).filter(({ name, attrs }) => name === 'field' && attrs['var'] !== undefined);
  const answers = fields.map((field) => answerTo(field, values));
  const missing = fields.filter((_, at) => answers[at] === 'missing').map(({ attrs }) => attrs['var'] ?? '');
  const given = answers.filter((answer) => typeof answer === 'object');
  return { submit: element('x', NS.data, { type: 'submit' }, given), missing };
}

function answerTo(field: XmlElement, values: Readonly<Record<string, string>>): XmlElement | 'omitted' | 'missing' {
  const name = field.attrs['var'] ?? '';
  const value = values[name];
  if (value !== undefined) return element('field', NS.data, { var: name }, [element('value', NS.data, {}, [value])]);
  const isRequired = child(field, 'required', NS.data) !== undefined;
  const defaults = elements(field).filter((node) => node.name === 'value');
  if (field.attrs['type'] !== 'hidden' && !isRequired) return 'omitted';
  if (isRequired && defaults.length === 0) return 'missing';
  return element('field', NS.data, { var: name }, defaults);
}
