import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freshProfile, launch, shot } from './browser.ts';
import { Client } from './client.ts';
import { Server } from './server.ts';
import { Workbench } from './workbench.ts';

const SOON = { timeout: 15_000 };

describe('what the workbench offers', () => {
  let server: Server;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    server = await Server.start();
    browser = await launch();
    page = await (await freshProfile(browser)).newPage();
    await page.goto(server.setUpLink ?? 'no set-up link was printed');
    await page.getByLabel('Name').fill('ann');
    await page.getByLabel('Password').fill('correct horse battery');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.waitForURL('**/dashboard');
    const client = await Client.known(server, 'ann');
    await client.project('blinky');
    await page.goto(`${server.url}/ide/${(await client.session('ann/blinky')).id}`);
    await new Workbench(page).isOpen();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await shot(page, 'failed');
  });

  it('in Settings are no groups of what isn’t here', async () => {
    await page.keyboard.press('Control+,');
    const groups = page.locator('.settings-toc-wrapper').getByRole('treeitem');
    await expect.poll(() => groups.allInnerTexts(), SOON).toContain('Text Editor');
    expect(await groups.allInnerTexts()).not.toContain('Chat');
    await page.locator('.settings-editor .suggest-input-container .monaco-editor').click();
    await page.keyboard.type('@id:chat.agent.sandbox.enabled');
    const counted = page.locator('.settings-count-widget');
    await expect.poll(() => counted.innerText(), SOON).toMatch(/No Settings Found/);
    await page
      .locator('.monaco-modal-editor-block')
      .getByRole('button', { name: /^Close/ })
      .last()
      .click();
  });

  it('among the shortcuts is none of what isn’t here, nor a line to bind one', async () => {
    await page.keyboard.press('Control+K');
    await page.keyboard.press('Control+S');
    const rows = page.locator('.keybindings-body .monaco-list-row');
    await page.locator('.keybindings-header input').fill('window');
    await expect
      .poll(async () => (await rows.allInnerTexts()).join(), SOON)
      .toMatch(/Reload Window/);
    expect((await rows.allInnerTexts()).join('\n')).not.toContain('workbench.action.newWindow');
  });

  it('an empty editor area names what can be done, and it can', async () => {
    await page.keyboard.press('Control+K');
    await page.keyboard.press('Control+W');
    const shortcuts = page.locator('.editor-group-watermark dl');
    await expect.poll(() => shortcuts.count(), SOON).toBe(5);
    await shot(page, 'entries-empty');
    await page.keyboard.press('Control+P');
    await page.locator('.quick-input-widget').waitFor();
    await page.keyboard.press('Escape');
  });

  it('the menu of new terminals has no menu in it that is empty', async () => {
    await page.locator('.part.panel .codicon-chevron-down').first().click();
    await page
      .getByRole('menuitem', { name: /^Split Terminal/ })
      .first()
      .waitFor();
    expect(await page.locator('.monaco-menu .submenu-indicator').count()).toBe(0);
    await page.keyboard.press('Escape');
  });

  it('Ports says how one comes there', async () => {
    await page.getByRole('tab', { name: /^Ports/ }).click();
    await page.getByText('No program listens on a port').waitFor();
  });

  it('a double click in the text of results goes to the file', async () => {
    await page.keyboard.press('Control+Shift+P');
    await page.locator('.quick-input-widget input').fill('>Search Editor: New Search Editor');
    await page
      .getByRole('option', { name: /New Search Editor/ })
      .first()
      .click();
    await page.locator('.search-editor .search-container textarea').first().fill('button_sync <=');
    await page.keyboard.press('Enter');
    const result = page.locator('.search-editor .search-results .view-line', {
      hasText: 'button_sync',
    });
    await result.last().waitFor();
    await result.last().dblclick({ position: { x: 120, y: 8 } });
    await page.locator('.tab.active', { hasText: 'top.v' }).waitFor();
    await expect.poll(() => new Workbench(page).statusText(), SOON).toMatch(/Ln [1-9]\d/);
  });
});
