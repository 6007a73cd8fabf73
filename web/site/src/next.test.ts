import { expect, it } from 'vitest';
import { safeNext } from './next.ts';

const ours = 'http://localhost:8080';

it.each([
  ['', '/dashboard'],
  ['?next=/ide/abc', '/ide/abc'],
  ['?next=https://evil.example/', '/dashboard'],
  ['?next=//evil.example/', '/dashboard'],
  ['?next=javascript:alert(1)', '/dashboard'],
  ['?next=%5C%5Cevil.example', '/dashboard'],
])('%s leads to %s', (search, path) => {
  expect(safeNext(search, ours)).toBe(path);
});
