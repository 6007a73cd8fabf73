import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freshProfile, launch, shot } from './browser.ts';
import { Client } from './client.ts';
import { Server } from './server.ts';
import { Workbench } from './workbench.ts';

const SOON = { timeout: 20_000 };

/** Source control as a person sees it, checked from outside with stock git. */
describe('source control', () => {
  let server: Server;
  let browser: Browser;
  let page: Page;
  let ide: Workbench;
  let address: string;
  let outside: string;

  beforeAll(async () => {
    outside = mkdtempSync(join(tmpdir(), 'joy-outside-'));
    server = await Server.start();
    browser = await launch();
    page = await (await freshProfile(browser)).newPage();
    await page.goto(server.setUpLink ?? 'no set-up link was printed');
    await page.getByLabel('Name').fill('ann');
    await page.getByLabel('Password').fill('correct horse battery');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.waitForURL('**/dashboard');
    const client = await Client.known(server, 'ann');
    address = `${server.url.replace('://', `://ann:${client.token}@`)}/git/ann/blinky.git`;
    await client.project('blinky');
    const session = await client.session('ann/blinky');
    await page.goto(`${server.url}/ide/${session.id}`);
    ide = new Workbench(page);
    await ide.isOpen();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
    rmSync(outside, { recursive: true, force: true });
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await shot(page, 'scm-failed');
  });

  const view = () => page.locator('.scm-view:not(.scm-history-view)');
  const graph = () => page.locator('.scm-history-view');
  const line = (name: string) => view().getByRole('treeitem', { name: new RegExp(`^${name},`) });
  const group = (name: RegExp) => view().getByRole('treeitem', { name });
  const marks = () => page.locator('.editor-instance .joy-change');
  const peek = () => page.locator('.joy-change-peek');
  const dialog = () => page.locator('.monaco-dialog-box');
  const notice = (text: string) => page.locator('.notification-toast', { hasText: text });
  const status = () => expect.poll(() => ide.statusText(), SOON);

  it('marks an edited file beside its lines, in the explorer and in the view', async () => {
    await ide.openFile('top.v');
    await ide.typeFirstLine('// changed in the browser');
    await page.keyboard.press('Control+End');
    await page.keyboard.type('// the end\n');
    await ide.save();
    await expect.poll(() => letter('top.v'), SOON).toBe('"M"');
    await status().toContain('main*');
    await page.keyboard.press('Control+Home');
    await marks().first().waitFor();
    await shot(page, 'scm-01-marked');
    await page.keyboard.press('Control+Shift+G');
    await line('top.v').waitFor();
    await page.locator('.activitybar .badge', { hasText: '1' }).waitFor();
  });

  it('shows one change on its own, goes to the next, and stages that alone', async () => {
    await marks().first().click();
    await expect.poll(() => peek().innerText(), SOON).toContain('Change 1 of 2');
    await peek().getByRole('button', { name: 'Next Change' }).click();
    await expect.poll(() => peek().innerText(), SOON).toContain('Change 2 of 2');
    await shot(page, 'scm-02-peek');
    await peek().getByRole('button', { name: 'Previous Change' }).click();
    await expect.poll(() => peek().innerText(), SOON).toContain('Change 1 of 2');
    await peek().getByRole('button', { name: 'Stage Change' }).click();
    await group(/^Staged Changes/).waitFor();
    await expect.poll(() => line('top.v').count(), SOON).toBe(2);
    await status().toContain('main*+');
  });

  it('commits what is staged with a message, and leaves the rest', async () => {
    await view().locator('.scm-editor').click();
    await page.keyboard.type('Blink from the browser');
    await shot(page, 'scm-03-staged');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => line('top.v').count(), SOON).toBe(1);
    await expect.poll(() => graph().innerText(), SOON).toContain('Blink from the browser');
    await status().toContain('↑1');
  });

  it('shows the change beside what was there', async () => {
    await line('top.v').click();
    await page.locator('.tab.active', { hasText: 'Working Tree' }).waitFor();
    await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    await shot(page, 'scm-04-diff');
  });

  it('says what is lost before it discards', async () => {
    await line('top.v').hover();
    await line('top.v').getByRole('button', { name: 'Discard Changes' }).click();
    await expect.poll(() => dialog().innerText(), SOON).toContain('Discard the changes in top.v?');
    expect(await dialog().innerText()).toContain('since the last commit or staging is lost');
    await shot(page, 'scm-05-discard');
    await dialog().getByRole('button', { name: 'Discard' }).click();
    await expect.poll(() => line('top.v').count(), SOON).toBe(0);
    await status().not.toContain('*');
  });

  it('shows the commits and what one of them changed', async () => {
    await graph().getByText('Blink from the browser').click();
    await graph().getByText('top.v').waitFor();
    await graph().getByText('top.v').click();
    const tab = page.locator('.tab.active', { hasText: 'top.v' });
    await tab.waitFor();
    await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    await shot(page, 'scm-06-graph');
  });

  it('pushes, and stock git clones it', async () => {
    await run('Git: Push');
    await status().not.toContain('↑');
    git(tmpdir(), 'clone', '-q', address, outside);
    git(outside, 'config', 'user.name', 'Ann');
    git(outside, 'config', 'user.email', 'ann@localhost');
    expect(git(outside, 'log', '-1', '--format=%s')).toBe('Blink from the browser\n');
    const pushed = readFileSync(join(outside, 'top.v'), 'utf8');
    expect(pushed).toMatch(/^\/\/ changed in the browser\n/);
    expect(pushed).not.toContain('// the end');
  });

  it('says what to do about a rejected push, and does it', async () => {
    appendFileSync(join(outside, 'README.md'), 'From a laptop.\n');
    git(outside, 'commit', '-qam', 'From a laptop');
    git(outside, 'push', '-q');
    await ide.runInTerminal('echo "// more" >> top.v; git commit -qam More; echo $?done', /0done/);
    await status().toContain('↑1');
    await run('Git: Push');
    const rejected = notice('Pull');
    await rejected.waitFor();
    await shot(page, 'scm-07-rejected');
    await rejected.getByRole('button', { name: 'Pull', exact: true }).click();
    await expect.poll(() => graph().innerText(), SOON).toContain('From a laptop');
    await run('Git: Push');
    await status().not.toContain('↑');
    git(outside, 'pull', '-q');
    expect(readFileSync(join(outside, 'top.v'), 'utf8')).toContain('// more');
  });

  it('creates a branch, and switches by the picker', async () => {
    await run('Git: Create Branch…');
    await page.locator('.quick-input-box input').fill('faster blink');
    await page.keyboard.press('Enter');
    await status().toContain('faster-blink');
    await page.locator('.statusbar').getByText('faster-blink').click();
    await page.locator('.quick-input-list').getByText('faster-blink').waitFor();
    await shot(page, 'scm-08-branches');
    await page.keyboard.type('main');
    await page.locator('.quick-input-list').getByText('main', { exact: true }).first().click();
    await status().not.toContain('faster-blink');
  });

  it('puts changes aside and brings them back', async () => {
    await ide.openFileByName('top.v');
    await ide.typeFirstLine('// put aside');
    await ide.save();
    await line('top.v').waitFor();
    await run('Git: Stash');
    await page.locator('.quick-input-box input').fill('an idea');
    await page.keyboard.press('Enter');
    await expect.poll(() => line('top.v').count(), SOON).toBe(0);
    await expect.poll(() => ide.editorText().innerText(), SOON).not.toContain('aside');
    await run('Git: Pop Stash…');
    await page.locator('.quick-input-list').getByText('an idea').click();
    await line('top.v').waitFor();
    await expect.poll(() => ide.editorText().innerText(), SOON).toContain('aside');
    await ide.runInTerminal('git commit -qam Aside && git push -q; echo $?pushed', /0pushed/);
    await status().not.toContain('↑');
  });

  it('shows a conflict and lets a person decide', async () => {
    git(outside, 'pull', '-q');
    edit(outside, 'top.v', '// put aside', '// from the laptop');
    git(outside, 'commit', '-qam', 'Laptop');
    git(outside, 'push', '-q');
    await ide.runInTerminal(
      "sed -i 's,// put aside,// from the browser,' top.v; git commit -qam Browser; echo $?third",
      /0third/,
    );
    await run('Git: Pull');
    await notice('conflict').waitFor();
    await group(/^Merge Changes/).waitFor();
    await status().toContain('merging');
    await shot(page, 'scm-09-conflict');
    await line('top.v').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Take Their Side' }).click({ delay: 300 });
    await expect.poll(() => group(/^Merge Changes/).count(), SOON).toBe(0);
    await view().locator('.scm-editor').click();
    await page.keyboard.press('Control+Enter');
    await status().not.toContain('merging');
    await run('Git: Push');
    await status().not.toContain('↑');
    git(outside, 'pull', '-q');
    expect(readFileSync(join(outside, 'top.v'), 'utf8')).toContain('// from the laptop');
  });

  it('says that there is nothing to commit, and what git wants to know before it commits', async () => {
    await run('Git: Commit');
    await notice('There is nothing to commit: no file has changed.').waitFor();
    await ide.runInTerminal(
      'git config user.useConfigOnly true; git config user.name ""; echo >> top.v; echo $?nameless',
      /0nameless/,
    );
    await line('top.v').waitFor();
    await run('Git: Commit');
    await dialog().getByRole('button', { name: 'Stage All & Commit' }).click();
    await page.locator('.quick-input-box input').fill('By nobody');
    await page.keyboard.press('Enter');
    await notice('git config').getByRole('button', { name: 'Open Terminal' }).waitFor();
    await shot(page, 'scm-10-nameless');
  });

  /** What the explorer writes behind a file's name: a style writes it, not the page. */
  function letter(name: string): Promise<string> {
    const label = ide.file(name).locator('.monaco-icon-label');
    return label.evaluate((element) => getComputedStyle(element, '::after').content);
  }

  async function run(command: string): Promise<void> {
    await page.keyboard.press('F1');
    await page.locator('.quick-input-box input').fill('>' + command);
    await page.locator('.quick-input-list').getByText(command, { exact: true }).first().click();
  }
});

function git(folder: string, ...words: string[]): string {
  return execFileSync('git', words, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, GIT_TERMINAL_PROMPT: '0' },
  });
}

function edit(folder: string, name: string, from: string, to: string): void {
  const path = join(folder, name);
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
}
