import { execFileSync } from 'node:child_process';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RestSession, RestSessionDetail } from '../../web/protocol/src/index.ts';
import { freshProfile, launch, shot } from './browser.ts';
import { Client, soon } from './client.ts';
import { Network } from './network.ts';
import { launcher, newPlace, Server } from './server.ts';
import { Workbench } from './workbench.ts';

const PASSWORD = 'correct horse battery';
const TYPING_MILLIS = 20_000;
const KEY_MILLIS = 15;
const MOST_LOST_MILLIS = 5_000;
const PAUSE_MILLIS = 2_000;
const OFF_MILLIS = 12_000;

const SETTINGS = JSON.stringify({
  'files.autoSave': 'off',
  'editor.quickSuggestions': false,
  'editor.wordBasedSuggestions': 'off',
  'workbench.editor.enablePreview': false,
});

describe('what is typed and not saved', () => {
  let server: Server;
  let network: Network;
  let browser: Browser;
  let ann: Client;
  let session: RestSession;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    const place = await newPlace();
    network = await Network.open(() => place.port);
    server = await Server.start(place, '--public-url', `http://localhost:${network.port}`);
    browser = await launch();
    execFileSync(
      launcher,
      ['admin', 'user', 'add', 'ann', '--password-stdin', '--data', place.data],
      { input: PASSWORD + '\n' },
    );
    ann = await Client.known(server, 'ann');
    await ann.project('blinky');
    session = await ann.session('ann/blinky');
    await ann.call('PUT', file('.vscode/settings.json'), SETTINGS);
    await ann.call('PUT', file('notes.txt'), 'notes\n');
    await freshBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
    await network?.close();
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await shot(page, 'buffers-failed');
  });

  it('misses at most five seconds after the sandbox and the browser are killed', async () => {
    await openNotes(page);
    const typed = await typeFor(TYPING_MILLIS);
    await killAll();
    const killed = Date.now();

    await freshBrowser();
    const last = await lastWord();
    const had = typed.filter(({ at }) => at <= killed - MOST_LOST_MILLIS).length;
    expect(last).toBeGreaterThanOrEqual(had);
    expect(typed.length, 'typed for so long without a pause').toBeGreaterThan(100);
    await expectEveryWordOnce(last);
    await shot(page, 'buffers-restored');
    expect(await savedNotes(), 'the file itself was never saved').toBe('notes\n');
  });

  it('misses nothing after a pause of two seconds', async () => {
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' paused');
    await pause(PAUSE_MILLIS);
    await killAll();

    await freshBrowser();
    await page.keyboard.press('Control+End');
    await expect.poll(() => editorText()).toContain('paused');
  });

  it('stays calm without a network, and sends everything once when it is back', async () => {
    const before = await lastWord();
    network.lose();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(`\nw${before + 1}; `, { delay: KEY_MILLIS });
    const banner = page.locator('#connection');
    await banner.waitFor({ timeout: 2 * OFF_MILLIS });
    expect(await banner.innerText()).toMatch(/since .*kept/);
    await page.keyboard.type(`w${before + 2}; `, { delay: KEY_MILLIS });
    await shot(page, 'buffers-offline');
    network.return();

    await banner.waitFor({ state: 'hidden', timeout: 30_000 });
    await page.keyboard.type(`w${before + 3}; `, { delay: KEY_MILLIS });
    await soon('the agent has the text of the editor', async () =>
      (await bufferText()).includes(`w${before + 1}; w${before + 2}; w${before + 3}; `),
    );
    await expectEveryWordOnce(before + 3);
  });

  it('tells the last writer, and shows both texts before one is replaced', async () => {
    await page.keyboard.press('Control+S');
    await expect.poll(savedNotes).toContain('paused');
    const other = await context.newPage();
    await other.goto(page.url());
    await new Workbench(other).isOpen();
    await openNotes(other);

    await page.bringToFront();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('of the first ');
    await page.keyboard.press('Control+S');
    await expect.poll(savedNotes).toMatch(/^of the first /);
    await other.bringToFront();
    const lines = other.locator('.editor-instance .view-lines').first();
    await expect.poll(() => plain(lines)).toContain('of the first');

    await lines.click();
    await other.keyboard.press('Control+Home');
    await other.keyboard.type('of the second ');
    await ann.call('PUT', file('notes.txt'), 'of a third\n');
    await other.keyboard.press('Control+S');
    await other
      .getByText(/content of the file is newer/)
      .first()
      .waitFor();
    expect(await savedNotes()).toBe('of a third\n');
    await other.getByRole('button', { name: 'Compare' }).click();
    await other.locator('.monaco-diff-editor').waitFor();
    await shot(other, 'buffers-conflict');
    // the notification, on its way out, has an "Overwrite" of its own that does nothing any more
    await other
      .locator('.editor-actions')
      .getByRole('button', { name: /overwrite/i })
      .click();
    await expect.poll(savedNotes).toMatch(/^of the second /);
  });

  function file(path: string): string {
    return `${session.tunnel}files/${path}`;
  }

  async function savedNotes(): Promise<string> {
    return (await ann.call('GET', file('notes.txt'))).text();
  }

  async function freshBrowser(): Promise<void> {
    await context?.close();
    context = await freshProfile(browser);
    page = await context.newPage();
    await page.goto(server.url + '/login');
    await page.getByLabel('Name').fill('ann');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/dashboard');
    await page.goto(`${server.url}/ide/${session.id}`);
    await new Workbench(page).isOpen();
    const tab = page.locator('.tab', { hasText: 'notes.txt' });
    if (await left()) {
      await tab.click();
      await page.locator('.editor-instance .view-lines').first().click();
    }
  }

  async function left(): Promise<boolean> {
    return (await buffers()).length > 0;
  }

  async function openNotes(on: Page): Promise<void> {
    await new Workbench(on).openFile('notes.txt');
    await on.locator('.editor-instance .view-lines').first().click();
    await on.keyboard.press('Control+End');
  }

  /** Types numbered words, so that what is missing or twice shows, without a pause and says when each word was done. */
  async function typeFor(millis: number): Promise<{ at: number }[]> {
    const typed: { at: number }[] = [];
    for (const end = Date.now() + millis; Date.now() < end;) {
      const word = `w${typed.length + 1};` + ((typed.length + 1) % 12 === 0 ? '\n' : ' ');
      await page.keyboard.type(word, { delay: KEY_MILLIS });
      typed.push({ at: Date.now() });
    }
    return typed;
  }

  async function killAll(): Promise<void> {
    const { container } = await detail();
    if (!container?.pid) throw new Error('the local engine tells the pid');
    execFileSync('kill', ['-9', String(container.pid)]);
    await context.close();
    await soon('the session goes on elsewhere', async () => {
      const now = await detail();
      return now.state === 'active' && now.container?.id !== container.id;
    });
  }

  async function detail(): Promise<RestSessionDetail> {
    const shown = await server.admin('session', 'show', session.id, '--json');
    return JSON.parse(shown) as RestSessionDetail;
  }

  async function plain(lines: { innerText(): Promise<string> }): Promise<string> {
    return (await lines.innerText()).replaceAll('\u00a0', ' ');
  }

  function editorText(): Promise<string> {
    return plain(page.locator('.editor-instance .view-lines').first());
  }

  async function lastWord(): Promise<number> {
    await page.keyboard.press('Control+End');
    let last = 0;
    await expect
      .poll(async () => {
        const words = (await editorText()).match(/w\d+(?=;)/g) ?? [];
        return (last = Math.max(0, ...words.map((word) => Number(word.slice(1)))));
      })
      .toBeGreaterThan(0);
    return last;
  }

  async function expectEveryWordOnce(last: number): Promise<void> {
    const words = (await bufferText()).match(/w\d+(?=;)/g) ?? [];
    expect(words).toEqual(Array.from({ length: last }, (_, i) => `w${i + 1}`));
  }

  async function bufferText(): Promise<string> {
    const [first] = await buffers();
    if (first === undefined) return '';
    const { text } = (await rpc('buffer/read', { id: first.id })) as { text: string };
    return text;
  }

  async function buffers(): Promise<{ id: string }[]> {
    const listing = (await rpc('buffer/list', { page: 'test' })) as { buffers: { id: string }[] };
    return listing.buffers;
  }

  async function rpc(method: string, params: object): Promise<unknown> {
    const socket = await ann.socket(`${session.tunnel}rpc`);
    try {
      const answer = new Promise<{ result: unknown }>((resolve) => {
        socket.on('message', (data: Buffer) => {
          const message = JSON.parse(data.toString()) as { id?: number; result: unknown };
          if (message.id === 1) resolve(message);
        });
      });
      socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }));
      return (await answer).result;
    } finally {
      socket.terminate();
    }
  }
});

function pause(millis: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, millis));
}
