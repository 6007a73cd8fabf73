import { expect, it } from 'vitest';
import { limits } from '../../protocol/src/index.ts';
import { Acknowledgements } from './acknowledgements.ts';

it('acknowledges bytes, not characters, once everything is drawn', () => {
  const acknowledged: number[] = [];
  const terminal = new Acknowledgements((bytes) => acknowledged.push(bytes));

  terminal.received(6, 2); // two characters of three bytes
  terminal.consumed(2);

  expect(acknowledged).toEqual([6]);
});

it('acknowledges in steps while more is waiting', () => {
  const acknowledged: number[] = [];
  const terminal = new Acknowledgements((bytes) => acknowledged.push(bytes));

  terminal.received(limits.terminalAck, limits.terminalAck);
  terminal.received(10, 10);
  terminal.consumed(limits.terminalAck - 1);
  expect(acknowledged).toEqual([]);
  terminal.consumed(1);

  expect(acknowledged).toEqual([limits.terminalAck]);
});
