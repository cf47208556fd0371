// XEP-0004: forms to fill in.

import type { XmlElement } from '../model/xml.ts';
import { childOf, element, elementsOf } from './iq.ts';

const DATA = 'jabber:x:data';

/** A form filled in, and the names of the fields it requires that nobody gave a value for. */
export interface FilledForm {
  readonly submit: XmlElement;
  readonly missing: readonly string[];
}

/** The data form inside an element, where there is one. */
export function formIn(parent: XmlElement | undefined): XmlElement | undefined {
  return childOf(parent, 'x', DATA);
}

/** Fills in the values by field name, and copies hidden fields and the defaults of required ones. */
export function fillForm(form: XmlElement, values: Readonly<Record<string, string>>): FilledForm {
  const fields = elementsOf(form).filter(({ name, attrs }) => name === 'field' && attrs['var'] !== undefined);
  const answers = fields.map((field) => answerTo(field, values));
  const missing = fields.filter((_, at) => answers[at] === 'missing').map(({ attrs }) => attrs['var'] ?? '');
  const given = answers.filter((answer) => typeof answer === 'object');
  return { submit: element('x', DATA, { type: 'submit' }, given), missing };
}

function answerTo(field: XmlElement, values: Readonly<Record<string, string>>): XmlElement | 'omitted' | 'missing' {
  const name = field.attrs['var'] ?? '';
  const value = values[name];
  if (value !== undefined) return element('field', DATA, { var: name }, [element('value', DATA, {}, [value])]);
  const isRequired = childOf(field, 'required', DATA) !== undefined;
  const defaults = elementsOf(field).filter((child) => child.name === 'value');
  if (field.attrs['type'] !== 'hidden' && !isRequired) return 'omitted';
  if (isRequired && defaults.length === 0) return 'missing';
  return element('field', DATA, { var: name }, defaults);
}
