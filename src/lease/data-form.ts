// Forms to fill in: of data (XEP-0004), and of in-band registration (XEP-0077 3.1 and 4).

import type { Account } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { localOf } from '../stanza/jid.ts';
import { child, element, elements, NS } from '../stanza/xml.ts';

/** A form that was filled in, and the names of the required fields that have no value. */
interface FilledForm {
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

/** Children of the query that are not fields to fill in, and those that we fill in (XEP-0077 14.1). */
const KNOWN: readonly string[] = ['instructions', 'registered', 'username', 'password'];

/** Fills in the data form when there is one, and otherwise the fields of the query, all of which are required. */
export function fillRegistration(query: XmlElement, { jid, password }: Account): FilledForm {
  const values = { username: localOf(jid), password };
  const form = child(query, 'x', NS.data);
  if (form !== undefined) {
    const { submit, missing } = fillForm(form, values);
    return { submit: element('query', NS.register, {}, [submit]), missing };
  }
  const asked = elements(query).filter(({ ns }) => ns === NS.register);
  const missing = asked.map(({ name }) => name).filter((name) => !KNOWN.includes(name));
  const fields = Object.entries(values).map(([name, value]) => element(name, NS.register, {}, [value]));
  return { submit: element('query', NS.register, {}, fields), missing };
}
