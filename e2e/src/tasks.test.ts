import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { shot } from './browser.ts';
import { Scene } from './scene.ts';
import { TaskRuns } from './taskRuns.ts';
import { Workbench } from './workbench.ts';

const SOON = { timeout: 20_000 };
const BUILD = { timeout: 60_000 };

const MATCHER = {
  owner: 'lint',
  fileLocation: ['relative', '${workspaceFolder}/rtl'],
  pattern: {
    regexp: '^(\\w+) in (.*) at (\\d+): (.*)$',
    severity: 1,
    file: 2,
    line: 3,
    message: 4,
  },
};
const TASKS = {
  version: '2.0.0',
  tasks: [
    {
      label: 'bitstream',
      type: 'shell',
      command: 'make',
      group: { kind: 'build', isDefault: true },
      problemMatcher: '$yosys',
    },
    {
      label: 'where',
      type: 'shell',
      command: 'echo "<$PWD|$MARK|${fileBasename}|${file}>"',
      options: { cwd: 'rtl', env: { MARK: 'of ${workspaceFolderBasename}' } },
      problemMatcher: [],
    },
    {
      label: 'lint',
      type: 'process',
      command: '${workspaceFolder}/rtl/lint.sh',
      args: ['a b', '${workspaceFolder}'],
      dependsOn: 'where',
      problemMatcher: MATCHER,
    },
    { label: 'compile', type: 'shell', command: 'gcc -c rtl/main.c', problemMatcher: '$gcc' },
    { label: 'absent', type: 'process', command: 'no-such-tool', problemMatcher: [] },
    { label: 'endless', type: 'shell', command: 'echo started $$; sleep 600', problemMatcher: [] },
  ],
};
const FILES = {
  '.vscode/tasks.json': JSON.stringify(TASKS, undefined, 2),
  'rtl/uart.v': 'module uart;\n\n  wire lone;\nendmodule\n',
  'rtl/lint.sh':
    '#!/bin/sh\necho "$# arguments: $1, $2"\necho "warning in uart.v at 3: lone is lonely"\nexit 3\n',
  'rtl/main.c': 'int main(void) {\n  return missing;\n}\n',
};

describe('tasks', () => {
  let scene: Scene;
  let page: Page;
  let ide: Workbench;
  let tasks: TaskRuns;

  beforeAll(async () => {
    scene = await Scene.start();
    await scene.run('mkdir -p .vscode rtl');
    for (const [name, text] of Object.entries(FILES)) await scene.write(name, text);
    await scene.run('chmod +x rtl/lint.sh');
    page = await scene.open();
    ide = new Workbench(page);
    tasks = new TaskRuns(page);
  });

  afterAll(() => scene?.end());

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await shot(page, 'tasks-failed');
  });

  it('Ctrl+Shift+B builds a bitstream', async () => {
    await ide.openFileByName('uart.v');
    await tasks.areThere();
    await page.keyboard.press('Control+Shift+B');
    await expect.poll(() => tasks.terminal(), SOON).toContain('Executing task: make');
    await expect.poll(() => scene.bitstreams(), BUILD).toHaveLength(1);
    await expect.poll(() => tasks.terminal(), SOON).toContain('Terminal will be reused by tasks');
    await shot(page, 'tasks-1-built');
  });

  it('a task finds its folder, its environment and the open file', async () => {
    await tasks.run('where');
    const folder = await workspace();
    await expect
      .poll(() => tasks.terminal(), SOON)
      .toContain(`<${folder}/rtl|of blinky|uart.v|${folder}/rtl/uart.v>`);
  });

  it('a task that fails tells its exit code, and its problem is one click away', async () => {
    await tasks.run('lint');
    const folder = await workspace();
    await expect.poll(() => tasks.terminal(), SOON).toContain(`2 arguments: a b, ${folder}`);
    await expect.poll(() => tasks.terminal(), SOON).toMatch(/exit code: 3/);
    await shot(page, 'tasks-2-failed');
    await tasks.goesTo('lone is lonely', 'uart.v', /Ln 3,/);
    await tasks.run('compile');
    await expect.poll(() => tasks.terminal(), SOON).toMatch(/exit code: 1/);
    await tasks.goesTo('missing', 'main.c', /Ln 2, Col 10/);
    await shot(page, 'tasks-3-problem');
  });

  it('says which program there isn’t', async () => {
    await tasks.run('absent');
    await expect.poll(() => tasks.terminal(), SOON).toContain('no-such-tool');
    await shot(page, 'tasks-4-absent');
  });

  it('what runs is restarted and terminated', async () => {
    await tasks.run('endless');
    await expect.poll(() => tasks.terminal(), SOON).toMatch(/started \d+/);
    const first = /started (\d+)/.exec(await tasks.terminal())?.[1] ?? '';
    await tasks.command('Tasks: Restart Running Task');
    await expect
      .poll(async () => /started (\d+)(?![^]*started)/.exec(await tasks.terminal())?.[1], SOON)
      .not.toBe(first);
    await scene.run(`! kill -0 ${first}`);
    await tasks.command('Tasks: Terminate Task');
    await tasks.pick('endless');
    await expect.poll(() => sleeping(), SOON).toBe(false);
    await tasks.command('Tasks: Rerun Last Task');
    await expect.poll(() => sleeping(), SOON).toBe(true);
    await shot(page, 'tasks-5-rerun');
  });

  it('a window that is loaded again shows what still runs', async () => {
    await page.reload();
    await ide.isOpen();
    await page.locator('.terminal-tabs-entry', { hasText: 'endless' }).click();
    await expect.poll(() => tasks.terminal(), SOON).toMatch(/started \d+/);
    expect(await sleeping()).toBe(true);
    await shot(page, 'tasks-6-reloaded');
  });

  async function workspace(): Promise<string> {
    return (await scene.run('pwd')).trim();
  }

  async function sleeping(): Promise<boolean> {
    const { exit } = await scene.client.exec(scene.session, 'pgrep', '-f', '^sleep 600');
    expect(exit).toBeOneOf([0, 1]);
    return exit === 0;
  }
});
