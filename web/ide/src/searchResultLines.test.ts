import { expect, it } from 'vitest';
import { originOf } from './searchResultLines.ts';

const LINES = [
  '# Query: a:',
  '',
  '3 results - 2 files',
  '',
  'rtl/top.v:',
  '   8: module top #(',
  '   9      parameter HALF',
  '  12: ) (',
  '',
  'README.md:',
  '  1: # Blinky',
];

it('leads from a match to its place, without what stands before it', () => {
  expect(originOf(LINES, 5, 13)).toEqual({ path: 'rtl/top.v', line: 7, column: 7 });
  expect(originOf(LINES, 10, 5)).toEqual({ path: 'README.md', line: 0, column: 0 });
});

it('leads from a line around a match, too, and from a place before its text', () => {
  expect(originOf(LINES, 6, 10)).toEqual({ path: 'rtl/top.v', line: 8, column: 4 });
  expect(originOf(LINES, 7, 2)).toEqual({ path: 'rtl/top.v', line: 11, column: 0 });
});

it('leads from a file’s name to its beginning', () => {
  expect(originOf(LINES, 4, 2)).toEqual({ path: 'rtl/top.v', line: 0, column: 0 });
});

it('leads nowhere from what is no result', () => {
  for (const line of [0, 1, 2, 3, 8, 99]) expect(originOf(LINES, line, 0)).toBeUndefined();
});
