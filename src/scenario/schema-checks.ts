// Schema checks on several keys at once.

import type { z } from 'zod';
import type { Texts } from '../model/language.ts';
import { fileMistake } from '../wording/file-mistakes.ts';
import { scenarioMistake } from '../wording/scenario-mistakes.ts';
import { all, bothQuoted } from '../wording/texts.ts';
import type { CheckTexts } from '../yaml/wrong-value.ts';

interface Context {
  readonly value: object;
  readonly issues: z.core.$ZodRawIssue[];
}

function add(texts: Texts, { value, issues }: Context): void {
  const params: CheckTexts = { texts };
  issues.push({ code: 'custom', message: texts.en, params, input: value });
}

/** A check that a map holds exactly one of the keys. */
export function exactlyOne(keys: readonly string[], what: 'key' | 'verb') {
  return (context: Context): void => {
    const there = keys.filter((key) => key in context.value);
    if (there.length === 1) return;
    const isVerb = what === 'verb';
    const texts =
      there.length === 0
        ? fileMistake(isVerb ? 'oneOfVerbs' : 'oneOfKeys', all(keys))
        : fileMistake(isVerb ? 'oneVerb' : 'oneKey', bothQuoted(there));
    add(texts, context);
  };
}

/** Checks that a send step has a stanza and a sender; to the client under test, a stanza or raw text. */
export function wholeSend(context: Context): void {
  if ('to' in context.value) {
    exactlyOne(['from', 'to'], 'key')(context);
    exactlyOne(['stanza', 'raw'], 'key')(context);
    return;
  }
  for (const key of ['from', 'stanza'])
    if (!(key in context.value)) add(fileMistake('missingKeyIn', key, 'send'), context);
}

/** Checks that a state step names a cell, or two actors and the permitted states. */
export function wholeState(context: Context): void {
  const report = (texts: Texts) => add(texts, context);
  const own = ['user', 'contact', 'is', 'proves'];
  const there = own.filter((key) => key in context.value);
  if ('cell' in context.value) {
    if (there.length > 0) report(scenarioMistake('cellStatesStates', bothQuoted(there)));
    return;
  }
  for (const key of own) if (!there.includes(key)) report(fileMistake('missingKeyIn', key, 'state'));
}
