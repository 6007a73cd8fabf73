import { expect, it } from 'vitest';
import type { GitChange, GitStatus } from '../../../protocol/src/index.ts';
import { aheadText, branchName, headText, looksOf, resourcesOf } from './describe.ts';

const change = (path: string, more: Partial<GitChange>): GitChange => ({
  path,
  untracked: false,
  nested: false,
  ...more,
});

const status = (changes: GitChange[], more: Partial<GitStatus> = {}): GitStatus => ({
  repository: true,
  branch: 'main',
  stashes: 0,
  shallow: false,
  truncated: false,
  changes,
  ...more,
});

it('shows a file that is staged and changed again in both groups', () => {
  const both = status([change('top.v', { index: 'added', worktree: 'modified' })]);
  expect(resourcesOf(both).map(({ group, look }) => group + look.letter)).toEqual([
    'indexA',
    'workingTreeM',
  ]);
  expect(looksOf(both).get('top.v')?.letter).toBe('M');
  expect(headText(both)).toBe('main*+');
});

it('keeps conflicts and repositories inside apart', () => {
  const open = status(
    [change('a', { conflict: 'bothModified' }), change('inner', { nested: true })],
    { operation: 'merge' },
  );
  expect(resourcesOf(open).map(({ group }) => group)).toEqual(['merge']);
  expect(looksOf(open).get('inner')?.letter).toBe('N');
  expect(headText(open)).toBe('main! (merging)');
});

it('says how far a branch is from its upstream', () => {
  expect(aheadText(status([], { ahead: 1, behind: 2 }))).toBe('↓2 ↑1');
  expect(aheadText(status([], { ahead: 0, behind: 0 }))).toBe('');
});

it('makes a name for a branch out of words', () => {
  expect(branchName('  my new idea ')).toBe('my-new-idea');
  expect(branchName('fix: a..b')).toBe('fix-a-b');
  expect(branchName('/a//b/')).toBe('a/b');
});
