import { expect, it } from 'vitest';
import { Absent } from './absent.ts';

it('knows what is missing, and all below it', () => {
  const absent = new Absent();
  absent.add('.vscode');
  expect(absent.has('.vscode')).toBe(true);
  expect(absent.has('.vscode/settings.json')).toBe(true);
  expect(absent.has('.vscodes')).toBe(false);
  expect(absent.has('src/.vscode')).toBe(false);
  expect(absent.has('')).toBe(false);
});

it('forgets it once something happens there', () => {
  const absent = new Absent();
  absent.add('.vscode');
  absent.changed('.vscode/settings.json');
  expect(absent.has('.vscode/settings.json')).toBe(false);
  absent.add('a/b/c');
  absent.changed('x');
  expect(absent.has('a/b/c')).toBe(true);
  absent.changed('a');
  expect(absent.has('a/b/c')).toBe(false);
  absent.add('y');
  absent.changed('');
  expect(absent.has('y')).toBe(false);
});
