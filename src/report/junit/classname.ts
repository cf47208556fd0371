// The names of suites and cases, which readers of JUnit show as a tree.

import type { Case } from '../../model/case.ts';
import { elsewhere } from '../../spec/sections.ts';
import { escapeControls } from '../../wording/escape-controls.ts';

/** A section as a path: `rfc6121.2.3.3`; of another specification, `XEP-0280.9`. */
export function classname(section: string): string {
  const { specification = 'rfc6121', section: own } = elsewhere(section) ?? { section };
  return escapeControls(own === undefined ? specification : `${specification}.${own}`);
}

/**
 * The case in its class: `refused[duplicate-group]: A set that repeats a group is refused`. The class says the rest of its id, which
 * is a property. The title is English in any language: readers know a case again by its name.
 */
export function testName({ id, section, title }: Pick<Case, 'id' | 'section' | 'title'>): string {
  const [, folder, rest = ''] = /^rfc6121\/([^/]+)\/(.+)$/.exec(id) ?? [];
  const isSaid = folder !== undefined && `${section}.`.startsWith(`${folder}.`);
  return escapeControls(`${isSaid ? rest : id}: ${title}`);
}
