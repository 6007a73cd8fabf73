import { expect, it } from 'vitest';
import { WorkspacePaths } from '../workspacePaths.ts';
import { isTask, startOf } from './launch.ts';

it('takes a task’s command, folder and environment as they are', () => {
  const cwd = new WorkspacePaths('blinky').uri('').with({ path: '/workspace/rtl' });
  const launch = {
    type: 'Task' as const,
    name: 'build',
    executable: '/bin/bash',
    args: ['-c', 'make all'],
    cwd,
    env: { SEED: '7', GONE: null },
  };
  expect(isTask(launch)).toBe(true);
  expect(startOf('t1', launch, 100, 30)).toEqual({
    id: 't1',
    name: 'build',
    argv: ['/bin/bash', '-c', 'make all'],
    cwd: '/workspace/rtl',
    env: { SEED: '7' },
    cols: 100,
    rows: 30,
  });
});

it('leaves the folder to the agent where a task has none', () => {
  expect(startOf('t1', { executable: 'make' }, 80, 24)).toEqual({
    id: 't1',
    argv: ['make'],
    env: {},
    cols: 80,
    rows: 24,
  });
  expect(isTask({ executable: 'bash' })).toBe(false);
});
