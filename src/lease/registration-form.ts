// XEP-0077 3.1 and 4: the form of in-band registration.

import type { Account } from '../model/session.ts';
import type { XmlElement } from '../model/xml.ts';
import { localOf } from '../stanza/jid.ts';
import { child, element, elements, NS } from '../stanza/xml.ts';
import { type FilledForm, fillForm } from './data-form.ts';

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
