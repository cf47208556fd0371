// Why no case of this tool checks a requirement.

import type { Language } from '../model/event.ts';
import type { Requirement } from '../model/standard.ts';
import { COVERAGE } from './coverage-words.ts';

/** The reason why a requirement is not observable, for people. Notes of the catalogue are in English. */
export function whyUnseen({ role, observe, note }: Requirement, lang: Language): string {
  const words = COVERAGE[lang];
  if (role === 'client') return words.bindsClients;
  return observe === 's2s' ? words.needsServer : (note ?? words.unseen);
}
