// What each case of the report unfolds to: all of it where something is wrong, a line where nothing is.

import type { CaseResult } from '../model.ts';
import { rerunCommand } from './failure-text.ts';
import { failureSentence } from './failure-words.ts';
import { caseSection } from './html-case.ts';
import { isFresh } from './html-head.ts';
import { type Page, shown } from './html-page.ts';
import { type Html, html } from './html-text.ts';
import { createRename } from './names.ts';

/**
 * Bytes for cases told in full: what 5 MB leave beside everything else on a run of all 2,160 cases, and room for 250
 * failures of an ordinary server. All of them in full could take ten times that.
 */
const MAX_BYTES = 2_600_000;

/** By id. Failures that nobody knew of are told first, so that they are the last to be cut short. */
export function caseBodies(page: Page): ReadonlyMap<string, Html> {
  const bodies = new Map<string, Html>();
  let room = MAX_BYTES;
  for (const result of urgentFirst(page.results)) {
    const full = isToldInFull(result) && room > 0 ? caseSection(result, page) : undefined;
    const bytes = full === undefined ? 0 : Buffer.byteLength(full.text);
    room -= bytes;
    bodies.set(result.case.id, full === undefined || room < 0 ? shortBody(result, page) : full);
  }
  return bodies;
}

const isToldInFull = ({ outcome }: CaseResult): boolean => outcome !== 'passed' && outcome !== 'skipped';

function urgentFirst(results: readonly CaseResult[]): readonly CaseResult[] {
  const urgency = (result: CaseResult) => (isFresh(result) ? 0 : result.outcome === 'failed' ? 1 : 2);
  return [...results].sort((a, b) => urgency(a) - urgency(b));
}

function shortBody(result: CaseResult, page: Page): Html {
  const { reason, transcript, checks } = result;
  if (!isToldInFull(result)) {
    const count = transcript.filter(({ kind, stanza }) => kind === 'play' && stanza !== undefined).length;
    return html`<p>${reason === undefined ? page.words.stanzas(count) : reasonText(result)}</p>`;
  }
  const failed = checks.find(({ failure }) => failure !== undefined);
  const said = failed === undefined ? '' : shown(failureSentence(failed, page.lang));
  return html`<p>${reason === undefined ? said : reasonText(result)}</p>
<pre>${rerunCommand(result, page.info.rerun)}</pre><p class="note">${page.words.cutShort}</p>`;
}

function reasonText({ reason = '', jids }: CaseResult): string {
  return shown(createRename(jids)(reason));
}
