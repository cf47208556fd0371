import { expect, test } from 'vitest';
import { createScreen } from './live-screen.ts';
import { fakeTerminal } from './terminal.test-kit.ts';

/** A screen on a terminal that remembers the last thing written. */
function open(columns: number) {
  const terminal = fakeTerminal(columns, 6);
  const setup = {
    columns,
    last: '',
    write(text: string) {
      setup.last = text;
      terminal.write(text);
    },
  };
  return { setup, terminal, screen: createScreen(setup) };
}

test('keeps text above the block, also after scrolling', () => {
  const { screen, terminal } = open(20);
  for (const text of ['one', 'two', 'three', 'four', 'five', 'six', 'seven']) {
    screen.draw(`${text}\n`, ['', `block ${text}`, 'block']);
  }
  expect(terminal.text()).toBe('one\ntwo\nthree\nfour\nfive\nsix\nseven\n\nblock seven\nblock');
  screen.draw('', []);
  expect(terminal.text()).toBe('one\ntwo\nthree\nfour\nfive\nsix\nseven\n');
});

test('erases the rest of a longer block', () => {
  const { screen, terminal } = open(20);
  screen.draw('', ['a long line', 'another', 'a third']);
  screen.draw('', ['short']);
  expect(terminal.text()).toBe('short');
});

test('does not redraw an unchanged block', () => {
  const { screen, terminal } = open(20);
  screen.draw('', ['a', 'b']);
  screen.draw('', ['a', 'b']);
  expect(terminal.writes).toBe(1);
});

test('erases a block that a narrower terminal has wrapped', () => {
  const { screen, setup } = open(20);
  screen.draw('', ['0123456789', '\u{1b}[31m01234\u{1b}[39m']);
  setup.columns = 5;
  screen.draw('', ['new']);
  expect(setup.last).toBe('\r\u{1b}[2A\u{1b}[Jnew');
});
