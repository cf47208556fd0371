// The shape of a JUnit file that its readers share: the schema of Jenkins's xUnit plugin, which is the strictest, and what
// GitLab reads of it. In our own words, since the schema has grown with its readers and has no standard behind it.

import type { XmlElement } from '../../model/xml.ts';
import { elements } from '../../stanza/xml.ts';

interface Rule {
  /** Attributes that must be there, and others that may, each with how its value is written. */
  readonly required: Readonly<Record<string, RegExp>>;
  readonly optional: Readonly<Record<string, RegExp>>;
  /** Child elements in the order in which they may come; an older schema of Jenkins asks for this order. */
  readonly children: readonly string[];
  readonly hasText: boolean;
}

const ANY = /^/;
const COUNT = /^\d+$/;
/** Seconds without sign or exponent. */
const SECONDS = /^\d+(\.\d{1,3})?$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?$/;

const reason: Rule = { required: {}, optional: { message: ANY, type: ANY }, children: [], hasText: true };
const output: Rule = { required: {}, optional: {}, children: [], hasText: true };
const counts = { tests: COUNT, failures: COUNT, errors: COUNT };

const TESTCASE: Rule = {
  // GitLab identifies cases by class and name.
  required: { name: /./, classname: /./ },
  optional: { time: SECONDS },
  children: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
  hasText: false,
};

const TESTSUITES: Rule = {
  required: {},
  optional: { ...counts, name: ANY, time: SECONDS },
  children: ['testsuite'],
  hasText: false,
};

const STRICT: Readonly<Record<string, Rule>> = {
  testsuites: TESTSUITES,
  testsuite: {
    required: { ...counts, name: /./ },
    optional: { skipped: COUNT, time: SECONDS, timestamp: TIME, hostname: ANY, id: ANY, package: ANY },
    children: ['properties', 'testcase', 'system-out', 'system-err'],
    hasText: false,
  },
  testcase: TESTCASE,
  properties: { required: {}, optional: {}, children: ['property'], hasText: false },
  property: { required: { name: /./, value: ANY }, optional: {}, children: [], hasText: false },
  skipped: reason,
  error: reason,
  failure: reason,
  'system-out': output,
  'system-err': output,
};

/** `junit` has properties in cases: the JUnit plugin of Jenkins and others read them, GitLab passes over them. */
const LENIENT: typeof STRICT = {
  ...STRICT,
  testsuites: { ...TESTSUITES, optional: { ...TESTSUITES.optional, skipped: COUNT } },
  testcase: {
    ...TESTCASE,
    optional: { ...TESTCASE.optional, file: /./ },
    children: ['properties', ...TESTCASE.children],
  },
};

const RULES = { junit: LENIENT, 'junit-strict': STRICT };

/** Where the element, and what is in it, departs from the rules of the variant; one line each. */
export function mistakesIn(root: XmlElement, variant: keyof typeof RULES): readonly string[] {
  const rule = RULES[variant][root.name];
  if (rule === undefined) return [`<${root.name}> is no element of a JUnit file`];
  const inside = elements(root).flatMap((element) => mistakesIn(element, variant));
  return [...attributeMistakes(root, rule), ...contentMistakes(root, rule), ...inside];
}

function attributeMistakes({ name, attrs }: XmlElement, { required, optional }: Rule): readonly string[] {
  const missing = Object.keys(required).filter((key) => attrs[key] === undefined);
  const forms = { ...optional, ...required };
  const wrong = Object.entries(attrs).filter(([key, value]) => forms[key]?.test(value) !== true);
  return [
    ...missing.map((key) => `<${name}> lacks ${key}`),
    ...wrong.map(([key, value]) => `<${name} ${key}="${value}">`),
  ];
}

function contentMistakes(parent: XmlElement, { children, hasText }: Rule): readonly string[] {
  const names = elements(parent).map((element) => element.name);
  const known = names.filter((name) => children.includes(name));
  const sorted = [...known].sort((a, b) => children.indexOf(a) - children.indexOf(b));
  const results = names.filter((name) => name === 'skipped' || name === 'error' || name === 'failure');
  const isText = parent.children.some((child) => typeof child === 'string' && child.trim() !== '');
  return [
    ...names.filter((name) => !children.includes(name)).map((name) => `<${name}> in <${parent.name}>`),
    ...(known.join() === sorted.join() ? [] : [`<${parent.name}> has ${known.join(', ')}`]),
    ...(results.length > 1 ? [`<${parent.name}> has ${results.join(' and ')}`] : []),
    ...(isText && !hasText ? [`text in <${parent.name}>`] : []),
    ...(parent.name === 'properties' && names.length === 0 ? ['<properties> is empty'] : []),
  ];
}
