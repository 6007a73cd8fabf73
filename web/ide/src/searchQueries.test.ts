import { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri';
import { expect, it } from 'vitest';
import { matchOf, scopeOf } from './searchQueries.ts';

const folder = URI.parse('joy:/blinky');

it('hands the workbench’s globs on, from the root', () => {
  const scope = scopeOf({
    includePattern: { 'src/*.v': true, '**/tb': true, '/top.v': true },
    excludePattern: { '**/.git': true, '**/*.js': { when: '$(basename).ts' }, 'out/': false },
    folderQueries: [{ folder, excludePattern: [{ pattern: { build: true } }] }],
  });
  expect(scope).toEqual({
    includes: ['/src/*.v', '**/tb', '/top.v'],
    excludes: ['**/.git', '/build'],
    ignoreFiles: true,
  });
});

it('looks into ignored files when asked to', () => {
  const folderQueries = [{ folder, disregardIgnoreFiles: true }];
  expect(scopeOf({ folderQueries }).ignoreFiles).toBe(false);
  const all = { folderQueries: [{ folder }], userDisabledExcludesAndIgnoreFiles: true };
  expect(scopeOf(all).ignoreFiles).toBe(false);
});

it('places a match in its file and in what is shown of it', () => {
  const match = matchOf({
    line: 7,
    column: 100,
    text: 'a clk',
    matches: [{ fromLine: 7, from: 102, toLine: 7, to: 105 }],
  });
  expect(match.previewText).toBe('a clk\n');
  expect(match.rangeLocations).toEqual([
    {
      source: { startLineNumber: 7, startColumn: 102, endLineNumber: 7, endColumn: 105 },
      preview: { startLineNumber: 0, startColumn: 2, endLineNumber: 0, endColumn: 5 },
    },
  ]);
});

it('places a match over several lines', () => {
  const [range] = matchOf({
    line: 2,
    column: 0,
    text: 'end\nmodule',
    matches: [{ fromLine: 2, from: 1, toLine: 3, to: 4 }],
  }).rangeLocations;
  expect(range?.preview).toEqual({
    startLineNumber: 0,
    startColumn: 1,
    endLineNumber: 1,
    endColumn: 4,
  });
});
