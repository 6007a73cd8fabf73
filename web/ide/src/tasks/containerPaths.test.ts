import { expect, it } from 'vitest';
import { WorkspacePaths } from '../workspacePaths.ts';
import { ContainerPaths } from './containerPaths.ts';

const project = new WorkspacePaths('blinky');
const container = new ContainerPaths(project, '/workspace');

it('names files of the project by where they are', () => {
  expect(container.path(project.uri(''))).toBe('/workspace');
  expect(container.path(project.uri('rtl/top.v'))).toBe('/workspace/rtl/top.v');
});

it('finds the project’s files by what a compiler calls them', () => {
  expect(container.uri('/workspace').toString()).toBe('joy:/blinky');
  expect(container.uri('/workspace/rtl/a b.v').toString()).toBe('joy:/blinky/rtl/a%20b.v');
});

it('keeps apart what isn’t the project’s', () => {
  const header = container.uri('/usr/include/stdio.h');
  expect(header.toString()).toBe('joy://outside/usr/include/stdio.h');
  expect(container.path(header)).toBe('/usr/include/stdio.h');
  expect(container.uri('/workspaces/top.v').authority).toBe('outside');
});

it('takes a folder from the root of the project', () => {
  expect(container.absolute('sim')).toBe('/workspace/sim');
  expect(container.absolute('.')).toBe('/workspace');
  expect(container.absolute('/tmp')).toBe('/tmp');
});
