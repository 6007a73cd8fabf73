import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { shot } from './browser.ts';
import { Scene } from './scene.ts';
import { TaskRuns } from './taskRuns.ts';

const SOON = { timeout: 20_000 };
const BUILD = { timeout: 60_000 };

describe('a project as it comes from its template', () => {
  let scene: Scene;
  let page: Page;
  let tasks: TaskRuns;
  let source: string;

  beforeAll(async () => {
    scene = await Scene.start();
    source = await scene.read('top.v');
    page = await scene.open();
    tasks = new TaskRuns(page);
  });

  afterAll(() => scene?.end());

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail' && !page.isClosed()) await shot(page, 'build-failed');
  });

  it('is built by Ctrl+Shift+B, pressed as soon as one can', async () => {
    await page.keyboard.press('Control+Shift+B');
    await expect.poll(() => tasks.terminal(), SOON).toContain('Executing task: make');
    await expect.poll(() => scene.bitstreams(), BUILD).toHaveLength(1);
    await expect.poll(() => tasks.terminal(), SOON).toContain('Terminal will be reused by tasks');
    await shot(page, 'build-1-built');
  });

  it('is simulated', async () => {
    await tasks.command('Tasks: Run Test Task');
    await expect.poll(() => tasks.terminal(), SOON).toContain('Executing task: make sim');
    await expect.poll(() => tasks.terminal(), BUILD).toMatch(/vvp -n top_tb.vvp.*Terminal will be/);
    await shot(page, 'build-2-simulated');
  });

  it('shows what is wrong on its line', async () => {
    const wrong = source.replace(/^endmodule/m, 'assign = 1;\nendmodule');
    const line = wrong.split('\n').indexOf('assign = 1;') + 1;
    await scene.write('top.v', wrong);
    await tasks.command('Tasks: Run Build Task');
    await expect.poll(() => tasks.terminal(), BUILD).toMatch(/exit code: 2/);
    await tasks.goesTo('syntax error', 'top.v', new RegExp(`Ln ${line},`));
    await shot(page, 'build-3-wrong');
    await scene.write('top.v', source);
  });

  it('goes on when the window is closed, as do shells; another finds its end and its bitstream', async () => {
    await scene.run('make clean');
    await expect.poll(() => scene.bitstreams(), SOON).toEqual([]);
    const shells = await scene.run('pgrep -x bash');
    await tasks.command('Tasks: Run Build Task');
    await scene.run("timeout 20 sh -c 'until pgrep -x yosys; do :; done'");
    await page.close();
    await expect.poll(() => scene.bitstreams(), BUILD).toHaveLength(1);
    page = await scene.open();
    tasks = new TaskRuns(page);
    await page.getByRole('tab', { name: /^Terminal/ }).click();
    await page.locator('.terminal-tabs-entry', { hasText: 'build' }).click();
    await expect.poll(() => tasks.terminal(), SOON).toContain('icepack top.asc top.bin');
    expect(await scene.run('pgrep -x bash')).toBe(shells);
    await shot(page, 'build-4-returned');
  });
});
