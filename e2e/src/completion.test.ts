import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshProfile, launch, shot } from './browser.ts';
import { Client } from './client.ts';
import { Server } from './server.ts';
import { hasVerible } from './verible.ts';
import { Workbench } from './workbench.ts';

const PASSWORD = 'correct horse battery';
const SERVER_START_MILLIS = 30_000;

describe.skipIf(!hasVerible())('a Verilog file in the editor, with Verible', () => {
  let server: Server;
  let browser: Browser;
  let page: Page;
  const asked: string[] = [];

  beforeAll(async () => {
    server = await Server.start();
    browser = await launch();
    page = await (await freshProfile(browser)).newPage();
    page.on('websocket', (socket) => {
      if (!socket.url().includes('/lsp/')) return;
      socket.on('framesent', ({ payload }) => {
        asked.push((JSON.parse(payload.toString()) as { method?: string }).method ?? '');
      });
    });
    await page.goto(server.setUpLink ?? 'no set-up link was printed');
    await page.getByLabel('Name').fill('ann');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.waitForURL('**/dashboard');
    const client = await Client.known(server, 'ann');
    await client.project('blinky');
    const session = await client.session('ann/blinky');
    await page.goto(`${server.url}/ide/${session.id}`);
    const workbench = new Workbench(page);
    await workbench.isOpen();
    await workbench.openFile('top.v');
    await workbench.goToTop();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
  });

  it('proposes the ports of a module, by the language server', async () => {
    await page.keyboard.press('Control+End');
    await page.keyboard.type('\nmodule probe(input wire clk);\n  top u (.', { delay: 20 });
    await page
      .locator('.suggest-widget .monaco-list-row', { hasText: 'BTN_N' })
      .waitFor({ timeout: SERVER_START_MILLIS });
    await shot(page, 'completion-1-ports');

    expect(asked).toContain('textDocument/completion');
  });

  it('marks what is not Verilog, and no longer when it is mended', async () => {
    await page.keyboard.press('Escape');
    const problems = page.locator('.squiggly-error').first();
    await problems.waitFor();
    await shot(page, 'completion-2-problem');
    await page.keyboard.type('CLK(clk));\nendmodule\n', { delay: 20 });
    await problems.waitFor({ state: 'detached' });
  });
});
