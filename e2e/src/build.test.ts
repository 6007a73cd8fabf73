import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RestSession } from '../../web/protocol/src/index.ts';
import { freshProfile, launch, shot } from './browser.ts';
import { Client } from './client.ts';
import { Server } from './server.ts';
import { TaskRuns } from './taskRuns.ts';
import { Workbench } from './workbench.ts';

const SOON = { timeout: 20_000 };
const BUILD = { timeout: 60_000 };

describe('a project as it comes from its template', () => {
  let server: Server;
  let browser: Browser;
  let page: Page;
  let tasks: TaskRuns;
  let client: Client;
  let session: RestSession;
  let source: string;

  beforeAll(async () => {
    server = await Server.start();
    browser = await launch();
    client = await Client.of(server, 'ann');
    await client.project('blinky');
    session = await client.session('ann/blinky');
    source = await (await client.call('GET', `${session.tunnel}files/top.v`)).text();
    await opens();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await shot(page, 'build-failed');
  });

  it('is built by Ctrl+Shift+B', async () => {
    await tasks.areThere();
    await page.keyboard.press('Control+Shift+B');
    await expect.poll(() => tasks.terminal(), SOON).toContain('Executing task: make');
    await expect.poll(() => bitstreams(), BUILD).toHaveLength(1);
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
    await write(wrong);
    await tasks.command('Tasks: Run Build Task');
    await expect.poll(() => tasks.terminal(), BUILD).toMatch(/exit code: 2/);
    await tasks.goesTo('syntax error', 'top.v', new RegExp(`Ln ${line},`));
    await shot(page, 'build-3-wrong');
    await write(source);
  });

  async function opens(): Promise<void> {
    const person = await freshProfile(browser);
    await person.setExtraHTTPHeaders({
      Authorization: `Bearer ${client.token}`,
    });
    page = await person.newPage();
    await page.goto(`${server.url}/ide/${session.id}`);
    tasks = new TaskRuns(page);
    await new Workbench(page).isOpen();
  }

  async function write(text: string): Promise<void> {
    expect((await client.call('PUT', `${session.tunnel}files/top.v`, text)).ok).toBe(true);
  }

  async function bitstreams(): Promise<unknown[]> {
    const response = await client.call('GET', `${session.tunnel}bitstreams`);
    return (await response.json()) as unknown[];
  }
});
