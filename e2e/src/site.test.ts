import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freshProfile, launch, shot } from './browser.ts';
import { Server } from './server.ts';

const PASSWORD = 'correct horse battery';
const BETTER = 'a staple for the horse';
const DESKTOP = { width: 1280, height: 850 };
const PHONE = { width: 390, height: 844 };

const HOSTILE = `# Hostile

<script>window.owned = 1</script>
<img src="x.png" onerror="window.owned = 2">
<svg onload="window.owned = 3"></svg>
<iframe srcdoc="<script>parent.owned = 4</script>"></iframe>
<form action="/api/v1/logout"><button>Log out</button></form>
<p id="main" style="position:fixed;inset:0">a cover</p>

<a href="javascript:window.owned=5" id="click">first</a>
[second](javascript:window.owned=6) [third](data:text/html,hello) [file](src/top.v)
![spy](https://spy.example/pixel.png) ![here](chip.svg)
`;
const CHIP =
  '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><script>window.owned = 7</script><rect width="20" height="20"/></svg>';

/** The site around the editor: what a person sees before, between and after sessions. */
describe('the site', () => {
  let server: Server;
  let browser: Browser;
  let page: Page;
  let clone: string;
  const errors: string[] = [];
  const elsewhere: string[] = [];

  beforeAll(async () => {
    clone = mkdtempSync(join(tmpdir(), 'joy-site-'));
    server = await Server.start();
    browser = await launch();
    const context = await freshProfile(browser);
    page = await context.newPage();
    await page.setViewportSize(DESKTOP);
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('request', (request) => {
      const own = [server.url, server.url.replace('http', 'ws'), 'blob:', 'data:'];
      if (!own.some((start) => request.url().startsWith(start))) elsewhere.push(request.url());
    });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
    rmSync(clone, { recursive: true, force: true });
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await shot(page, 'site-failed');
    expect(errors).toEqual([]);
  });

  it('leads from the set-up link to a project by the keyboard alone', async () => {
    await page.goto(server.setUpLink ?? 'no set-up link was printed');
    await page.getByLabel('Name').and(page.locator(':focus')).waitFor();
    await page.keyboard.type('ann');
    await page.keyboard.press('Tab');
    await page.keyboard.type('short');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('use at least 10');
    await page.keyboard.press('Control+A');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/dashboard');
    await page.getByRole('radio', { name: /iCEBreaker/ }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.type('blinky');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'blinky' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/ann/blinky');
    await page.getByRole('heading', { name: 'From here to a blinking LED' }).waitFor();
    await page.getByRole('link', { name: 'top.v', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.locator('.t-keyword', { hasText: 'posedge' }).first().waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'From here to a blinking LED' }).waitFor();
  });

  it('looks well and has no serious finding of axe, on each page in both themes', async () => {
    const sign = page.context().browser()?.newContext({ viewport: DESKTOP });
    const visitor = await (await sign)?.newPage();
    if (visitor === undefined) throw new Error('no browser');
    const places: readonly (readonly [Page, string, string])[] = [
      [visitor, 'landing', '/'],
      [visitor, 'login', '/login'],
      [visitor, 'setup', '/setup#x'],
      [page, 'dashboard', '/dashboard'],
      [page, 'account', '/account'],
      [page, 'project', '/ann/blinky'],
      [page, 'file', '/ann/blinky?file=top.v#L8'],
      [page, 'lost', '/ann/nothing'],
    ];
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const [on, name, path] of places) {
        await on.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await on.setViewportSize(DESKTOP);
        await on.goto(server.url + path);
        await on.waitForLoadState('networkidle');
        await shot(on, `site-${name}-${colorScheme}`);
        expect(await findings(on), `${name}, ${colorScheme}`).toEqual([]);
        await on.setViewportSize(PHONE);
        await shot(on, `site-${name}-${colorScheme}-phone`);
        const wide = await on.evaluate(() => document.documentElement.scrollWidth);
        expect(wide, `${name} on a phone`).toBeLessThanOrEqual(PHONE.width);
      }
    }
    await visitor.context().close();
    await page.setViewportSize(DESKTOP);
  });

  it('makes a token that git takes, and revokes it', async () => {
    await page.goto(server.url + '/account');
    await page.getByLabel('What is it for?').fill('my laptop');
    await page.getByRole('button', { name: 'Make token' }).click();
    const token = await page.locator('#made code').innerText();
    const address = server.url.replace('://', `://ann:${token}@`) + '/git/ann/blinky.git';
    git('.', 'clone', '-q', address, clone);
    writeFileSync(join(clone, 'README.md'), HOSTILE);
    writeFileSync(join(clone, 'chip.svg'), CHIP);
    git(clone, 'add', '-A');
    git(clone, '-c', 'user.name=Ann', '-c', 'user.email=ann@localhost', 'commit', '-qm', 'Hostile');
    git(clone, 'push', '-q', 'origin', 'HEAD');
    await page.getByRole('button', { name: 'Revoke my laptop' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('You have no token yet.').waitFor();
    expect(() => git('.', 'ls-remote', address)).toThrow();
  });

  it('shows a hostile README as words', async () => {
    await page.goto(server.url + '/ann/blinky');
    await page.getByRole('heading', { name: 'Hostile' }).waitFor();
    await page.locator('#readme img[src^="blob:"]').waitFor();
    await shot(page, 'site-hostile');
    const readme = page.locator('#readme');
    expect(
      await readme.locator('script, iframe, svg, form, style, [style], [onerror]').count(),
    ).toBe(0);
    await readme.getByText('first').click();
    await readme.getByText('second').click();
    expect(await page.locator('#main').count()).toBe(1);
    const links = await readme
      .locator('a')
      .evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    expect(links.filter((link) => link !== null)).toEqual([
      '/ann/blinky?file=src/top.v',
      'https://spy.example/pixel.png',
    ]);
    expect(await page.evaluate(() => 'owned' in window)).toBe(false);
    expect(elsewhere).toEqual([]);
    expect(page.url()).toBe(server.url + '/ann/blinky');
  });

  it('keeps a private project from visitors and shows a public one', async () => {
    const context = await browser.newContext();
    const visitor = await context.newPage();
    await visitor.goto(server.url + '/ann/blinky');
    expect(visitor.url()).toContain('/login?next=%2Fann%2Fblinky');
    await page.getByRole('button', { name: 'Make it public' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Make it public' }).click();
    await page.getByText('blinky is public now.').waitFor();
    await visitor.goto(server.url + '/ann/blinky');
    await visitor.getByRole('heading', { name: 'Hostile' }).waitFor();
    await visitor.getByRole('link', { name: 'Sign in to open it' }).waitFor();
    await context.close();
  });

  it('shows what a session uses, and ends it when asked twice', async () => {
    await page.getByRole('button', { name: 'Open' }).click();
    await page.waitForURL('**/ide/*');
    await page.goto(server.url + '/dashboard');
    await expect
      .poll(() => page.locator('.session').innerText(), { timeout: 30_000 })
      .toMatch(/\d+ % of [\s\S]+ MB of /);
    await shot(page, 'site-running');
    await page.getByRole('button', { name: 'End session' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'End session' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'End session' }).click();
    await page.getByRole('button', { name: 'Open' }).waitFor();
    await page.locator('.session').waitFor({ state: 'detached' });
  });

  it('changes the password, and says precisely what is wrong at the door', async () => {
    await page.goto(server.url + '/account');
    await page.getByLabel('Now').fill(PASSWORD);
    await page.getByLabel('New', { exact: true }).fill(BETTER);
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('Your password is changed').waitFor();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.waitForURL(server.url + '/');
    await page.goto(server.url + '/login?next=/account');
    await page.getByLabel('Name').fill('ann');
    for (let i = 0; i < 11; i++) {
      await page.getByLabel('Password').fill(PASSWORD);
      const answer = page.waitForResponse('**/api/v1/login');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await (await answer).finished();
      const expected = i < 10 ? 'The name or the password is wrong' : 'Too many failed attempts';
      await expect.poll(() => page.getByRole('alert').innerText()).toContain(expected);
    }
    await shot(page, 'site-limited');
  });
});

/** What axe finds serious or worse. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const results = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    return (await axe.run(document)).violations;
  });
  return results
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
}

function git(folder: string, ...words: string[]): void {
  execFileSync('git', words, {
    cwd: folder,
    stdio: 'pipe',
    env: { ...process.env, GIT_TERMINAL_PROMPT: '0' },
  });
}
