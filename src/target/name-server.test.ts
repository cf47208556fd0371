import { expect, test } from 'vitest';
import { answerTo } from './name-server.ts';

const HEADER = Buffer.from([0xab, 0xcd, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
const name = (text: string) =>
  Buffer.concat([
    ...text.split('.').map((label) => Buffer.from([label.length, ...Buffer.from(label)])),
    Buffer.alloc(1),
  ]);
const query = (text: string, type: number) => Buffer.concat([HEADER, name(text), Buffer.from([0, type, 0, 1])]);
const [A, SRV] = [1, 33] as const;
const target = { host: '127.9.8.7', port: 258 };

test('a name server answers that there is no such name', () => {
  const asked = query('verona.invalid', A);
  const answer = answerTo(asked, undefined);
  expect(answer?.subarray(0, 12).toString('hex')).toBe('abcd81830001000000000000');
  expect(answer?.subarray(12)).toEqual(asked.subarray(12));
  expect(answerTo(query('verona.invalid', A), target)?.readUInt16BE(2)).toBe(0x8183);
});

test('a name server gives one address for every XMPP server', () => {
  const asked = query('_xmpp-server._tcp.verona.invalid', SRV);
  const answer = answerTo(asked, target);
  expect(answer?.subarray(0, 12).toString('hex')).toBe('abcd81800001000100000000');
  const record = answer!.subarray(asked.length);
  expect(record.subarray(0, 6).toString('hex')).toBe('c00c00210001');
  expect(record.readUInt16BE(10)).toBe(record.length - 12);
  expect(record.readUInt16BE(16)).toBe(258);
  expect(record.subarray(18)).toEqual(name('127.9.8.7'));
  expect(answerTo(query('_xmpps-server._tcp.verona.invalid', SRV), target)?.readUInt16BE(6)).toBe(0);
});

test('what is no query with one question gets no answer', () => {
  const asked = query('verona.invalid', A);
  for (let end = 0; end < asked.length; end += 1) expect(answerTo(asked.subarray(0, end), target)).toBeUndefined();
  const two = Buffer.from(asked);
  two.writeUInt16BE(2, 4);
  expect(answerTo(two, target)).toBeUndefined();
});
