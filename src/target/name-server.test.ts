import { expect, test } from 'vitest';
import { answerTo } from './name-server.ts';

const HEADER = Buffer.from([0xab, 0xcd, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
const name = (text: string) =>
  Buffer.concat([
    ...text.split('.').map((label) => Buffer.from([label.length, ...Buffer.from(label)])),
    Buffer.alloc(1),
  ]);
const query = (text: string, type: number) => Buffer.concat([HEADER, name(text), Buffer.from([0, type, 0, 1])]);
const [A, AAAA, SRV] = [1, 28, 33] as const;
const others = { host: '127.9.8.7', port: 258 };
const servers = new Map([['verona.localhost', { host: '127.1.2.3', port: 772 }]]);

/** The flags, whether the name is known, and what follows the question. */
function ask(text: string, type: number, names: Parameters<typeof answerTo>[1]) {
  const asked = query(text, type);
  const { message, isKnown } = answerTo(asked, names)!;
  expect(message.subarray(12, asked.length)).toEqual(asked.subarray(12));
  return { flags: message.readUInt16BE(2), isKnown, record: message.subarray(asked.length) };
}

const NO_SUCH_NAME = { flags: 0x8183, isKnown: false, record: Buffer.alloc(0) };
const NO_DATA = { flags: 0x8180, isKnown: true, record: Buffer.alloc(0) };

test('a name that is not known does not exist', () => {
  const message = answerTo(query('verona.invalid', A), {})?.message;
  expect(message?.subarray(0, 12).toString('hex')).toBe('abcd81830001000000000000');
  expect(ask('verona.invalid', A, { others })).toEqual(NO_SUCH_NAME);
  expect(ask('_xmpp-server._tcp.mantua.localhost', SRV, { servers })).toEqual(NO_SUCH_NAME);
});

test('one address can be that of every other XMPP server', () => {
  const { flags, isKnown, record } = ask('_xmpp-server._tcp.verona.invalid', SRV, { others });
  expect([flags, isKnown]).toEqual([0x8180, false]);
  expect(record.subarray(0, 6).toString('hex')).toBe('c00c00210001');
  expect(record.readUInt16BE(10)).toBe(record.length - 12);
  expect(record.readUInt16BE(16)).toBe(258);
  expect(record.subarray(18)).toEqual(name('127.9.8.7'));
  expect(ask('_xmpps-server._tcp.verona.invalid', SRV, { others })).toEqual(NO_SUCH_NAME);
});

test('a server is found by SRV, and its domain has an address', () => {
  const { isKnown, record } = ask('_xmpp-server._tcp.Verona.localhost', SRV, { servers, others });
  expect([isKnown, record.readUInt16BE(16), record.subarray(18)]).toEqual([true, 772, name('127.1.2.3')]);
  const { record: address } = ask('verona.localhost', A, { servers });
  expect(address.subarray(0, 6).toString('hex')).toBe('c00c00010001');
  expect([...address.subarray(12)]).toEqual([127, 1, 2, 3]);
  expect(ask('_xmpps-server._tcp.verona.localhost', SRV, { servers })).toEqual(NO_DATA);
  expect(ask('verona.localhost', AAAA, { servers })).toEqual(NO_DATA);
});

test('a name that is an address resolves to itself', () => {
  expect([...ask('127.9.8.7', A, { others }).record.subarray(12)]).toEqual([127, 9, 8, 7]);
  expect(ask('127.9.8.7', AAAA, {})).toEqual(NO_DATA);
});

test('what is no query with one question gets no answer', () => {
  const asked = query('verona.invalid', A);
  for (let end = 0; end < asked.length; end += 1) expect(answerTo(asked.subarray(0, end), {})).toBeUndefined();
  const two = Buffer.from(asked);
  two.writeUInt16BE(2, 4);
  expect(answerTo(two, {})).toBeUndefined();
});
