import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freshProfile, launch, shot } from './browser.ts';
import { Client } from './client.ts';
import { Server } from './server.ts';
import { Workbench } from './workbench.ts';

const SOON = { timeout: 15_000 };
const SNIPPETS = { 'A flip-flop': { prefix: 'ff', body: 'always @(posedge ${1:clk}) $0' } };
const PASSWORD = 'correct horse battery';

describe('what a person set in the editor', () => {
  let server: Server;
  let browser: Browser;
  let page: Page;
  let address: string;
  let client: Client;
  let kept: Awaited<ReturnType<typeof layout>>;

  beforeAll(async () => {
    server = await Server.start();
    browser = await launch();
    page = await (await freshProfile(browser)).newPage();
    await page.goto(server.setUpLink ?? 'no set-up link was printed');
    await page.getByLabel('Name').fill('ann');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.waitForURL('**/dashboard');
    client = await Client.known(server, 'ann');
    await client.project('blinky');
    address = `${server.url}/ide/${(await client.session('ann/blinky')).id}`;
    await open(page);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await shot(page, 'failed');
  });

  it('is at the server: a setting, a shortcut, the theme', async () => {
    await set(page, 'editor.fontSize', '15');
    await expect.poll(() => fontSize(page), SOON).toBe('15px');
    await closeSettings(page);
    await chooseTheme(page, 'Light Modern');
    await bindWordWrap(page);
    const stored = () => texts(client);
    await expect.poll(stored, SOON).toMatchObject({
      'user.settings.json': expect.stringMatching(/"editor\.fontSize": 15[^]*Light Modern/),
      'user.keybindings.json': expect.stringContaining('toggleWordWrap'),
    });
  });

  it('and the layout: sizes, and what is open where', async () => {
    await page.keyboard.press('Control+K');
    await page.keyboard.press('Control+W');
    await new Workbench(page).openFile('README.md');
    await drag(page, '.monaco-sash.vertical', '.part.sidebar', 'right', 90);
    await drag(page, '.monaco-sash.horizontal', '.part.panel', 'top', -80);
    await page.getByRole('tab', { name: /^Problems/ }).click();
    kept = await layout(page);
    await expect.poll(async () => JSON.stringify(await texts(client)), SOON).toMatch(/README\.md/);
  });

  it('is there in a fresh browser profile, the theme from the first picture on', async () => {
    await page.goto(server.url + '/dashboard'); // the page goes, and sends what it has
    const other = await signedIn(await freshProfile(browser));
    page = other;
    const asked: string[] = [];
    other.on('request', (request) => {
      if (request.url().includes('/me/preferences') && request.method() === 'GET')
        asked.push(request.url());
    });
    const darkened = watchForDark(other);
    await open(other);
    expect(asked).toHaveLength(1);
    await shot(other, 'fresh-profile');
    const found = await layout(other);
    expect({ ...found, sizes: [] }).toEqual({ ...kept, sizes: [] });
    // a part is given in whole pixels of what is left by the others
    found.sizes.forEach((size, i) => {
      expect(Math.abs(size - (kept.sizes[i] ?? 0))).toBeLessThanOrEqual(1);
    });
    expect(await isLight(other)).toBe(true);
    expect(await darkened()).toBe(false);
    await expect.poll(() => fontSize(other), SOON).toBe('15px');
  });

  it('is the same in two tabs at once', async () => {
    const second = await page.context().newPage();
    await open(second);
    await set(page, 'editor.fontSize', '17');
    await expect.poll(() => fontSize(page), SOON).toBe('17px');
    await closeSettings(page);
    await new Workbench(second).openFile('top.v');
    await expect.poll(() => fontSize(second), SOON).toBe('17px');
    await set(second, 'editor.tabSize', '5');
    await expect
      .poll(async () => (await texts(client))['user.settings.json'], SOON)
      .toMatch(/"editor\.fontSize": 17[^]*"editor\.tabSize": 5/);
    await second.close();
  });

  it('outlives a lost network and a closed tab', async () => {
    await page.context().setOffline(true);
    await set(page, 'editor.fontSize', '19');
    await expect.poll(() => fontSize(page), SOON).toBe('19px');
    await closeSettings(page);
    await page.context().setOffline(false);
    await expect
      .poll(async () => (await texts(client))['user.settings.json'], SOON)
      .toContain('"editor.fontSize": 19');
    await page.context().route('**/me/preferences/**', (route) => route.abort());
    await set(page, 'editor.fontSize', '21');
    await expect
      .poll(() => page.evaluate(() => JSON.stringify(localStorage)), SOON)
      .toMatch(/fontSize[^,]*21/);
    const context = page.context();
    await page.close();
    await context.unroute('**/me/preferences/**');
    page = await context.newPage();
    await open(page);
    await expect
      .poll(async () => (await texts(client))['user.settings.json'], SOON)
      .toContain('"editor.fontSize": 21');
  });

  it('a setting outlives a tab that is closed at once', async () => {
    const context = page.context();
    await set(page, 'editor.fontSize', '23');
    await page.close(); // the Settings editor would take it a second later
    await expect
      .poll(async () => (await texts(client))['user.settings.json'], SOON)
      .toContain('"editor.fontSize": 23');
    page = await context.newPage();
    await open(page);
    await new Workbench(page).openFile('top.v');
    await expect.poll(() => fontSize(page), SOON).toBe('23px');
  });

  it('so does one that is typed into settings.json', async () => {
    const context = page.context();
    await palette(page, 'Preferences: Open User Settings (JSON)', true);
    const line = page.locator('.view-line', { hasText: '"editor.fontSize"' }).last();
    await line.click();
    await page.keyboard.press('End');
    await page.keyboard.type('\n"editor.tabSize": 7,');
    await page.close(); // it is saved half a second after the last key
    await expect
      .poll(async () => (await texts(client))['user.settings.json'], SOON)
      .toContain('"editor.tabSize": 7');
    page = await context.newPage();
    await open(page);
  });

  it('a snippet of a person’s is there when its prefix is typed', async () => {
    await palette(page, 'Snippets: Configure Snippets', true);
    await page.locator('.quick-input-widget input').fill('verilog');
    await page
      .locator('.quick-input-list')
      .getByRole('option', { name: /^verilog\b/ })
      .click();
    await page.locator('.tab.active', { hasText: 'verilog.json' }).waitFor();
    await page.locator('.editor-instance .monaco-editor').first().click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(JSON.stringify(SNIPPETS));
    await page.keyboard.press('Control+S');
    await expect
      .poll(async () => (await texts(client))['user.snippets:verilog.json'], SOON)
      .toContain('posedge ${1:clk}');
    const workbench = new Workbench(page);
    await workbench.openFile('top.v');
    await workbench.goToTop();
    await page.keyboard.type('ff');
    await page.keyboard.press('Tab');
    await page.keyboard.type('CLK');
    await expect.poll(() => workbench.editorText().innerText(), SOON).toMatch(/posedge\sCLK\)/);
    await shot(page, 'snippet');
  });

  it('finds no command of what isn’t here', async () => {
    const words = ['chat', 'copilot', 'extension', 'tunnel', 'sync', 'update', 'recent', 'folder'];
    const found = new Set<string>();
    for (const word of [
      ...words,
      'telemetry',
      'account',
      'marketplace',
      'dictation',
      'color theme',
    ]) {
      for (const label of await palette(page, word)) found.add(label);
    }
    expect([...found].join('\n')).toContain('Preferences: Color Theme');
    expect(
      [...found].filter((label) =>
        /chat|copilot|@vscode|marketplace|extensions?\b|tunnel|settings sync|update|open recent|open folder|telemetry|account|dictation|^new window\b/i.test(
          label,
        ),
      ),
    ).toEqual([]);
    expect(await new Workbench(page).statusText()).not.toContain('Layout');
  });

  async function open(where: Page): Promise<void> {
    await where.goto(address);
    await new Workbench(where).isOpen();
  }

  async function signedIn(context: BrowserContext): Promise<Page> {
    const made = await context.newPage();
    await made.goto(server.url + '/login');
    await made.getByLabel('Name').fill('ann');
    await made.getByLabel('Password').fill(PASSWORD);
    await made.getByRole('button', { name: 'Sign in' }).click();
    await made.waitForURL('**/dashboard');
    return made;
  }
});

/** What the command palette offers for a word; the first of it is run when asked for. */
async function palette(page: Page, word: string, run = false): Promise<string[]> {
  await page.keyboard.press('Control+Shift+P');
  const rows = page.locator('.quick-input-list').getByRole('option');
  const labels = () =>
    rows.evaluateAll((all) => all.map((row) => row.getAttribute('aria-label') ?? ''));
  await expect.poll(labels, SOON).not.toEqual([]);
  const all = await labels();
  await page.locator('.quick-input-widget input').fill('>' + word);
  await expect.poll(labels, SOON).not.toEqual(all);
  const found = await labels();
  await page.keyboard.press(run ? 'Enter' : 'Escape');
  return found;
}

async function texts(client: Client): Promise<Record<string, string>> {
  const { preferences } = await client.json<{ preferences: { key: string; text: string }[] }>(
    'GET',
    '/me/preferences?prefix=user.&prefix=layout:',
  );
  return Object.fromEntries(preferences.map(({ key, text }) => [key, text]));
}

/** By the Settings editor, as a person does. */
async function set(page: Page, setting: string, value: string): Promise<void> {
  await page.keyboard.press('Control+,');
  const search = page.locator('.settings-editor .suggest-input-container .monaco-editor');
  await search.click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type(`@id:${setting}`);
  // the list still shows what was searched for before, for a moment
  const input = page.locator(`.settings-editor input[aria-label="${setting}"]`);
  await input.waitFor();
  await input.fill(value);
  await page.keyboard.press('Enter');
}

/** Once what was set has been taken: the settings lie over the workbench, and take it with a delay. */
async function closeSettings(page: Page): Promise<void> {
  const settings = page.locator('.monaco-modal-editor-block');
  await settings
    .getByRole('button', { name: /^Close/ })
    .last()
    .click();
  await settings.waitFor({ state: 'detached' });
}

async function chooseTheme(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+Shift+P');
  await page.locator('.quick-input-widget input').fill('>Preferences: Color Theme');
  await page.keyboard.press('Enter');
  await page.getByPlaceholder(/Color Theme/).fill(name);
  await page.locator('.quick-input-list').getByRole('option', { name }).first().waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(() => isLight(page), SOON).toBe(true);
}

async function bindWordWrap(page: Page): Promise<void> {
  await page.keyboard.press('Control+K');
  await page.keyboard.press('Control+S');
  await page.locator('.keybindings-header input').fill('View: Toggle Word Wrap');
  const row = page.locator('.keybindings-body .monaco-list-row', { hasText: 'Toggle Word Wrap' });
  await row.first().dblclick();
  await page.locator('.defineKeybindingWidget input').press('Control+Alt+w');
  await page.keyboard.press('Enter');
  await row.filter({ hasText: 'User' }).first().waitFor();
}

/** Drags the edge of a part. */
async function drag(
  page: Page,
  sashes: string,
  part: string,
  edge: 'right' | 'top',
  by: number,
): Promise<void> {
  const box = await page.locator(part).boundingBox();
  if (box === null) throw new Error(`${part} is not shown`);
  const [x, y] =
    edge === 'right' ? [box.x + box.width, box.y + box.height / 2] : [box.x + box.width / 2, box.y];
  await page.locator(sashes).first().waitFor({ state: 'attached' });
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + (edge === 'right' ? by : 0), y + (edge === 'top' ? by : 0), {
    steps: 4,
  });
  await page.mouse.up();
}

/** Sizes of the parts, tabs, and the view of the panel, as they are seen. */
async function layout(page: Page) {
  const sideBar = await page.locator('.part.sidebar').boundingBox();
  const panel = await page.locator('.part.panel').boundingBox();
  return {
    sizes: [sideBar?.width ?? 0, panel?.height ?? 0],
    tabs: await page.locator('.editor-group-container .tab').allInnerTexts(),
    view: await page.locator('.part.panel .action-item.checked').innerText(),
  };
}

function isLight(page: Page): Promise<boolean> {
  return page
    .locator('.monaco-workbench')
    .first()
    .evaluate((workbench) => workbench.classList.contains('vs'));
}

function fontSize(page: Page): Promise<string> {
  return new Workbench(page).editorText().evaluate((lines) => getComputedStyle(lines).fontSize);
}

/** Looks at every picture of the workbench, from its first on, for a dark one. */
function watchForDark(page: Page): () => Promise<boolean> {
  const ready = page.addInitScript(() => {
    const look = () => {
      const workbench = document.querySelector('.monaco-workbench');
      const seen = globalThis as typeof globalThis & { wasDark?: boolean };
      if (workbench?.classList.contains('vs-dark') === true) seen.wasDark = true;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  return async () => {
    await ready;
    return page.evaluate(
      () => (globalThis as typeof globalThis & { wasDark?: boolean }).wasDark === true,
    );
  };
}
