// The name of a suite, which readers of JUnit show as a tree.

import { elsewhere } from '../../spec/sections.ts';
import { escapeControls } from '../../wording/escape-controls.ts';

/** A section as a path: `rfc6121.2.3.3`; of another specification, `XEP-0280.9`. */
export function classname(section: string): string {
  const { specification = 'rfc6121', section: own } = elsewhere(section) ?? { section };
  return escapeControls(own === undefined ? specification : `${specification}.${own}`);
}
