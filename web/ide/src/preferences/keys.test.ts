import { expect, it } from 'vitest';
import { keyOf, layoutOf, nameOf, pathOf } from './keys.ts';

it('names what follows a person, and finds it again', () => {
  for (const path of ['/User/settings.json', '/User/snippets/my “own” 🛠.code-snippets']) {
    const key = keyOf(path);
    expect(key).toMatch(/^[A-Za-z0-9][A-Za-z0-9._:~-]*$/);
    expect(pathOf(key ?? '')).toBe(path);
  }
});

it('leaves all else where it is', () => {
  expect(keyOf('/User/caches/settings.json')).toBeUndefined();
  expect(keyOf('/User/globalStorage/state')).toBeUndefined();
});

it('keeps the layouts of blinky and blinky2 apart', () => {
  expect(layoutOf('ann/blinky2').startsWith(layoutOf('ann/blinky'))).toBe(false);
});

it('says them as a person does', () => {
  expect(nameOf('user.keybindings.json')).toBe('Your keyboard shortcuts');
  expect(nameOf(keyOf('/User/snippets/verilog.json') ?? '')).toBe('Your snippets “verilog.json”');
});
