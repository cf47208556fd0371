// Reads serialized stanzas, for short expectations.

/** The value of an attribute in a stanza or tag. */
export const attr = (stanza: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(stanza)?.[1];

/** The types of the presence stanzas, `available` meaning no type. */
export const typesIn = (stanzas: readonly string[]) =>
  stanzas.filter((s) => s.startsWith('<presence')).map((s) => attr(s, 'type') ?? 'available');

/** The start tags of all roster items. */
export const itemsIn = (stanzas: readonly string[]) => stanzas.flatMap((s) => s.match(/<item[^>]*>/g) ?? []);

/** The subscription state in a roster item. */
export const stateIn = (item = '') => ({
  subscription: attr(item, 'subscription') ?? 'none',
  ask: item.includes('ask="subscribe"'),
  approved: item.includes('approved="true"'),
});

/** For each stanza `error` and its condition, or `received`. */
export const outcomesOf = (stanzas: readonly string[]) =>
  stanzas.map((s) => (s.includes('<error ') ? `error ${/<([a-z]+-[a-z-]+) /.exec(s)?.[1]}` : 'received'));

/** The ids of the messages. */
export const messageIdsIn = (stanzas: readonly string[]) =>
  stanzas.filter((s) => s.startsWith('<message')).map((s) => attr(s, 'id') ?? '');
