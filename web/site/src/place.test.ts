import { describe, expect, it } from 'vitest';
import { addressOf, placeOf, resolve } from './place.ts';

const at = (path: string) => {
  const [pathname = '', search = ''] = path.split(/(?=\?)/);
  return placeOf({ pathname, search });
};

describe('an address', () => {
  it.each([
    '/ann/blinky',
    '/ann/blinky?folder=src/deep',
    '/ann/blinky?ref=feature/x&file=top.v',
    '/ann/blinky?file=a%26b%3Fc%23d%25.v',
  ])('%s stays itself', (address) => {
    expect(addressOf(at(address))).toBe(address);
  });
});

describe('a path in a file', () => {
  it.each([
    ['README.md', 'top.v', 'top.v'],
    ['doc/a.md', './b.md', 'doc/b.md'],
    ['doc/a.md', '../top.v', 'top.v'],
    ['doc/a.md', '/top.v', 'top.v'],
    ['doc/a.md', '../../etc', undefined],
  ])('of %s, %s leads to %s', (file, relative, path) => {
    expect(resolve(file, relative)).toBe(path);
  });
});
