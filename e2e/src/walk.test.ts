import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freshProfile, launch, shot } from './browser.ts';
import { Server } from './server.ts';
import { Workbench } from './workbench.ts';

const PASSWORD = 'correct horse battery';

/** The main road: from nothing to a bitstream, out, and back to everything as it was. */
describe('a person with a new server', () => {
  let server: Server;
  let browser: Browser;
  let page: Page;
  let clone: string;

  beforeAll(async () => {
    clone = mkdtempSync(join(tmpdir(), 'joy-clone-'));
    server = await Server.start();
    browser = await launch();
    page = await (await freshProfile(browser)).newPage();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
    rmSync(clone, { recursive: true, force: true });
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await shot(page, 'failed');
  });

  it('becomes the first administrator by the set-up link', async () => {
    await page.goto(server.url);
    await shot(page, '1-landing');
    await page.goto(server.setUpLink ?? 'no set-up link was printed');
    await page.getByLabel('Name').fill('ann');
    await page.getByLabel('Password').fill(PASSWORD);
    await shot(page, '2-setup');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.waitForURL('**/dashboard');
  });

  it('is refused with a wrong password and let in with the right one', async () => {
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.waitForURL(server.url + '/');
    await page.goto(server.url + '/login');
    await page.getByLabel('Name').fill('ann');
    await page.getByLabel('Password').fill('wrong horse battery');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await shot(page, '3-login-refused');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/dashboard');
  });

  it('makes a project from the template', async () => {
    await page.getByLabel('Name').fill('blinky');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: 'blinky' }).waitFor();
    await shot(page, '4-dashboard');
  });

  it('clones and pushes with stock git', async () => {
    const token = await server.admin('token', 'create', '--user', 'ann');
    expect(token).toMatch(/^[A-Za-z0-9_-]+$/);
    const address = `${server.url.replace('://', `://ann:${token}@`)}/git/ann/blinky.git`;
    git('.', 'clone', '-q', address, clone);
    for (const file of [
      'top.v',
      'Makefile',
      'default.nix',
      'nix.shell',
      'shell.nix',
      'README.md',
    ]) {
      expect(statSync(join(clone, file)).size).toBeGreaterThan(0);
    }
    writeFileSync(join(clone, 'NOTES.md'), 'pushed from a laptop\n');
    git(clone, 'add', 'NOTES.md');
    git(clone, '-c', 'user.name=Ann', '-c', 'user.email=ann@localhost', 'commit', '-qm', 'Notes');
    git(clone, 'push', '-q', 'origin', 'HEAD');
  });

  it('opens the workbench on a warm container', async () => {
    await page.getByRole('button', { name: 'Open' }).click();
    await page.waitForURL('**/ide/*');
    const ide = new Workbench(page);
    await ide.isOpen();
    await ide.file('NOTES.md').waitFor();
    await expect.poll(() => ide.statusText()).toMatch(/\d+ %.*\d+ MB/s);
    await shot(page, '5-workbench');
  });

  it('edits top.v and builds the bitstream in the terminal', async () => {
    const ide = new Workbench(page);
    await ide.openFile('top.v');
    await ide.typeFirstLine('// changed in the browser');
    await ide.save();
    await ide.runInTerminal(
      'make && head -1 top.v && git status --short',
      /changed in the browser[\s\S]*M top\.v/,
    );
    await shot(page, '6-built');
    await ide.file('top.bin').waitFor();
  });

  it('downloads the bitstream through the tunnel', async () => {
    const bitstream = readFileSync(await new Workbench(page).download('top.bin'));
    // an iCE40 bitstream has this preamble after its comment (icestorm, "bitstream format")
    expect(bitstream.indexOf(Buffer.from([0x7e, 0xaa, 0x99, 0x7e]))).toBeGreaterThanOrEqual(0);
    expect(bitstream.length).toBeGreaterThan(100_000);
  });

  it('finds the terminal again after a reload', async () => {
    await page.reload();
    const ide = new Workbench(page);
    await ide.isOpen();
    await expect
      .poll(() => ide.terminalText(), { timeout: 30_000 })
      .toContain('changed in the browser');
  });

  it('logs out, comes back, and everything is as it was', async () => {
    await expect
      .poll(() => new Workbench(page).statusText(), { timeout: 20_000 })
      .toContain('saved');
    await page.goto(server.url + '/dashboard');
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('button', { name: 'End and log out' }).click();
    await page.waitForURL(server.url + '/');
    await signInAgain();
    await comeBack();
    await shot(page, '7-back');
  });

  it('finds it again after the server was stopped and started', async () => {
    await page.goto('about:blank');
    server = await server.restarted();
    await page.goto(server.url + '/dashboard');
    await comeBack();
  });

  async function signInAgain(): Promise<void> {
    await page.goto(server.url + '/login');
    await page.getByLabel('Name').fill('ann');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/dashboard');
  }

  async function comeBack(): Promise<void> {
    await page.getByRole('button', { name: /^(Open|Return)$/ }).click();
    await page.waitForURL('**/ide/*');
    const ide = new Workbench(page);
    await ide.isOpen();
    await ide.openFile('top.v');
    await ide.goToTop();
    await expect.poll(() => ide.editorText().innerText()).toContain('changed');
    await ide.runInTerminal('git status --short; ls -l top.bin', /M top\.v[\s\S]*top\.bin/);
  }
});

function git(folder: string, ...words: string[]): void {
  execFileSync('git', words, {
    cwd: folder,
    stdio: 'pipe',
    env: { ...process.env, GIT_TERMINAL_PROMPT: '0' },
  });
}
