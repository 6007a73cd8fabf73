import { execFileSync } from 'node:child_process';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RestSession } from '../../web/protocol/src/index.ts';
import { freshProfile, launch, shot } from './browser.ts';
import { Client, TestTerminal } from './client.ts';
import { launcher, newPlace, Server } from './server.ts';
import { Workbench } from './workbench.ts';

const PASSWORD = 'correct horse battery';
/** A little over the 60,000 that are watched. */
const FOLDERS = 'for i in {0..240}; do mkdir -p many/$i/{0..249}; done; echo made-$((20+22))';

describe('a workspace with more folders than can be watched', () => {
  let server: Server;
  let browser: Browser;
  let ann: Client;
  let session: RestSession;
  let page: Page;
  const asked: string[] = [];

  beforeAll(async () => {
    const place = await newPlace();
    server = await Server.start(place);
    browser = await launch();
    execFileSync(
      launcher,
      ['admin', 'user', 'add', 'ann', '--password-stdin', '--data', place.data],
      { input: PASSWORD + '\n' },
    );
    ann = await Client.known(server, 'ann');
    await ann.project('blinky');
    session = await ann.session('ann/blinky');
    const terminal = await TestTerminal.open(ann, session);
    await terminal.types(FOLDERS, 'made-42');
    page = await (await freshProfile(browser)).newPage();
    await page.goto(server.url + '/login');
    await page.getByLabel('Name').fill('ann');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/dashboard');
    page.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => asked.push(String(payload)));
    });
    await page.goto(`${server.url}/ide/${session.id}`);
    await new Workbench(page).isOpen();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
  });

  it('says so, and shows what changed outside when the window is turned to', async () => {
    await page.getByText('changes not seen').waitFor();
    await new Workbench(page).openFile('README.md');
    await put('README.md', '# changed outside\n');
    await put('outside.txt', 'new\n');
    await shot(page, 'unwatched');

    await page.evaluate(() => window.dispatchEvent(new Event('focus')));

    await page.getByRole('treeitem', { name: 'outside.txt' }).waitFor();
    await expect
      .poll(() => page.locator('.editor-instance .view-lines').first().innerText())
      .toContain('changed outside'.replace(' ', '\u00a0'));
  });

  it('lists no folder that nobody looks into', () => {
    expect(asked.some((call) => call.includes('fs/list'))).toBe(true);
    expect(asked.filter((call) => call.includes('fs/list') && call.includes('many'))).toEqual([]);
  });

  async function put(path: string, text: string): Promise<void> {
    expect((await ann.call('PUT', `${session.tunnel}files/${path}`, text)).ok).toBe(true);
  }
});
