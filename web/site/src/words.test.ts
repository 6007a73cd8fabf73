import { describe, expect, it } from 'vitest';
import { ago, bytes } from './words.ts';

const now = Date.parse('2026-05-01T12:00:00Z');

describe('ago', () => {
  it.each([
    ['2026-05-01T11:59:50Z', 'just now'],
    ['2026-05-01T11:55:00Z', '5 minutes ago'],
    ['2026-05-01T09:00:00Z', '3 hours ago'],
    ['2026-04-30T12:00:00Z', 'yesterday'],
    ['2025-05-01T12:00:00Z', 'last year'],
    ['2026-05-31T11:00:00Z', 'in 30 days'],
  ])('%s is %s', (when, words) => {
    expect(ago(when, now)).toBe(words);
  });
});

describe('bytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1536, '1.5 KB'],
    [104_090, '102 KB'],
    [8 * 2 ** 30, '8.0 GB'],
  ])('%d is %s', (count, words) => {
    expect(bytes(count)).toBe(words);
  });
});
