import type { Browser, BrowserContext, Frame, Page, Request } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RestSession } from '../../web/protocol/src/index.ts';
import { freshProfile, launch, shot } from './browser.ts';
import { Client } from './client.ts';
import { hostileReadme } from './hostileReadme.ts';
import { Server } from './server.ts';
import { Workbench } from './workbench.ts';

const PASSWORD = 'correct horse battery';
const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGP8z4APMOGVHbHSAEEsAROxCnMTAAAAAElFTkSuQmCC',
  'base64',
);
const PARTS = Array.from({ length: 60 }, (_, i) => `## Part ${i}\n\nText.\n`).join('\n');
const NOTES = `# Notes\n\n![dot](docs/dot.png) <img src="docs/dot.png" alt="raw"> [the pins](icebreaker.pcf)\n\n${PARTS}`;
const EVIL = JSON.stringify({
  name: 'evil',
  publisher: 'evil',
  version: '1.0.0',
  engines: { vscode: '*' },
  browser: './evil.js',
  activationEvents: ['*'],
});

describe('what a repository brings', () => {
  let server: Server;
  let browser: Browser;
  let person: BrowserContext;
  let page: Page;
  let workbench: Workbench;
  let client: Client;
  let session: RestSession;
  const requests: string[] = [];
  const sent: Request[] = [];
  const violations: string[] = [];

  const put = (path: string, text: BodyInit) =>
    client.call('PUT', `${session.tunnel}files/${path}`, text);
  const origin = (label: string) => `http://${label}--${session.id}.localhost:${server.place.port}`;

  beforeAll(async () => {
    server = await Server.start();
    browser = await launch();
    person = await freshProfile(browser);
    page = await person.newPage();
    workbench = new Workbench(page);
    await page.goto(server.setUpLink ?? 'no set-up link was printed');
    await page.getByLabel('Name').fill('ann');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.waitForURL('**/dashboard');
    client = await Client.known(server, 'ann');
    await client.project('blinky');
    session = await client.session('ann/blinky');
    await put('notes.md', NOTES);
    await put('docs/dot.png', DOT);
    await put('drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    await put('hostile.md', hostileReadme(`http://elsewhere.localhost:${server.place.port}`));
    await put('.vscode/extensions/evil/package.json', EVIL);
    await put('.vscode/extensions/evil/evil.js', 'globalThis.owned = true');
    person.on('request', (request) => {
      requests.push(request.url());
      sent.push(request);
    });
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) violations.push(message.text());
    });
    await page.goto(`${server.url}/ide/${session.id}`);
    await workbench.isOpen();
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await shot(page, 'webviews-failed');
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
  });

  /** The document that shows it, once it has the text or picture. */
  async function shown(on: Page, what: string): Promise<Frame> {
    let found: Frame | undefined;
    await expect
      .poll(
        async () => {
          const frames = on.frames().filter((frame) => /\/fake-[^/]*$/.test(path(frame)));
          for (const frame of frames) {
            if (
              (await frame
                .locator(what)
                .count()
                .catch(() => 0)) > 0
            )
              found = frame;
          }
          return found !== undefined;
        },
        { timeout: 30_000 },
      )
      .toBe(true);
    if (found === undefined) throw new Error(`no webview shows ${what}`);
    return found;
  }

  /** The extension comes once a Markdown file is open. */
  async function previewBeside(on: Page): Promise<void> {
    await on.getByRole('button', { name: /^Open Preview to the Side/ }).click({ timeout: 30_000 });
  }

  /** Its tab, not that of a preview which follows it. */
  async function openText(name: string): Promise<void> {
    await workbench.file(name).dblclick();
    await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    await page.locator('.editor-instance .monaco-editor.focused').waitFor();
  }

  const path = (frame: Frame) => frame.url().split('?')[0] ?? '';
  const sizes = (frame: Frame) =>
    frame.evaluate(() => [...document.images].map(({ naturalWidth }) => naturalWidth));

  it('costs nothing before there is something to show', () => {
    expect(requests.filter((url) => /\/\/(webview|extensions)--/.test(url))).toEqual([]);
    expect(requests.some((url) => url.includes('extensionHost'))).toBe(false);
  });

  it('is previewed beside its text, with its pictures', async () => {
    await workbench.openFile('notes.md');
    await workbench.goToTop();
    await previewBeside(page);
    const preview = await shown(page, 'text=Part 59');
    expect(path(preview)).toContain(origin('webview') + '/assets/');
    await expect.poll(() => sizes(preview)).toEqual([10, 10]);
    await shot(page, 'webviews-1-beside');
  });

  it('follows what is typed and where one is in the text', async () => {
    await workbench.typeFirstLine('Typed just now');
    const preview = await shown(page, 'text=Typed just now');
    expect(await sizes(preview)).toEqual([10, 10]);
    await page.keyboard.press('Control+End');
    await expect.poll(() => preview.evaluate(() => scrollY)).toBeGreaterThan(1_000);
  });

  it('opens the files that it links to', async () => {
    const preview = await shown(page, 'text=the pins');
    await preview.getByText('the pins').click();
    await page.locator('.tab.active', { hasText: 'icebreaker.pcf' }).waitFor();
  });

  it('toggles between text and preview', async () => {
    await openText('README.md');
    await page.keyboard.press('Control+Shift+V');
    await shown(page, 'text=Blinky for the iCEBreaker');
    await shot(page, 'webviews-2-toggled');
  });

  it('keeps its previews over a reload', async () => {
    await page.reload();
    await workbench.isOpen();
    await shown(page, '.markdown-body');
  });

  it('opens pictures as pictures', async () => {
    await workbench.file('docs').click();
    await workbench.openFile('dot.png');
    const picture = await shown(page, 'img[alt^="dot.png"]');
    await expect.poll(() => sizes(picture)).toEqual([10]);
    await workbench.openFile('drawing.svg');
    await page.getByRole('button', { name: 'Show the Image to the Side' }).click();
    const drawing = await shown(page, 'img[alt^="drawing.svg"]');
    await expect.poll(() => sizes(drawing)).toEqual([9]);
    await shot(page, 'webviews-3-pictures');
  });

  it('did all that, and a terminal, without a violation of a policy', async () => {
    await workbench.runInTerminal('echo $((40+2))-there', /42-there/);
    expect(violations).toEqual([]);
  });

  it('can’t act as who previews it', async () => {
    await openText('hostile.md');
    const begin = requests.length;
    await page.keyboard.press('Control+Shift+V');
    const preview = await shown(page, 'text=The end of it');
    for (const name of ['A script link', 'A data link']) await preview.getByText(name).click();
    await preview.getByRole('button', { name: 'Send the form' }).click();
    await shot(page, 'webviews-4-hostile');
    // a frame that a policy has stopped has no document that could be asked
    const asked = page.frames().filter((each) => /^(http|about)/.test(each.url()));
    expect(asked.length).toBeGreaterThan(3);
    for (const frame of asked) {
      const owned = await frame.evaluate(() => [document.title, 'owned' in globalThis]);
      expect(owned, frame.url()).not.toContain('owned');
      expect(owned[1], frame.url()).toBe(false);
    }
    expect(page.url()).toBe(`${server.url}/ide/${session.id}`);
    expect(person.pages()).toHaveLength(1);
    // Chromium tells of requests that a policy has stopped, too: those have failed
    const left = requests.slice(begin).filter((url) => url.includes('elsewhere'));
    expect(left.filter((url) => !blocked.has(url))).toEqual([]);
  });

  const blocked = new Set<string>();
  beforeAll(() => {
    person.on('requestfailed', (request) => blocked.add(request.url()));
  });

  /** As a script that has got to run there: what it reaches. */
  async function reach(frame: Frame): Promise<Record<string, unknown>> {
    return frame.evaluate(
      async ([ours, tunnel]) => {
        const tried = async (what: () => unknown) => {
          try {
            return (await what()) ?? 'nothing';
          } catch (error) {
            return (error as Error).name;
          }
        };
        const get = (path: string) => async () =>
          (await fetch(ours + path, { credentials: 'include' })).text();
        // VS Code hides the real one from what a webview shows
        const above = document.defaultView?.frameElement?.ownerDocument.defaultView ?? window;
        return {
          cookie: document.cookie,
          parent: await tried(() => above.parent.document.title),
          top: await tried(() => above.top?.document.title),
          siblings: await Promise.all(
            Array.from({ length: above.parent.length }, (_, i) => above.parent[i])
              .filter((each) => each !== above)
              .map((each) => tried(() => each?.document.location.origin)),
          ),
          me: await tried(get('/api/v1/me')),
          files: await tried(get(`${tunnel}files/top.v`)),
          socket: await new Promise((resolve) => {
            const socket = new WebSocket(ours.replace('http', 'ws') + tunnel + 'rpc');
            socket.onopen = () => resolve('open');
            socket.onerror = () => resolve('refused');
          }),
          worker: await tried(async () => {
            await navigator.serviceWorker.register('/assets/sw.js');
            return 'registered';
          }),
        };
      },
      [server.url, session.tunnel] as const,
    );
  }

  function apart(reached: Record<string, unknown>, own: string): void {
    expect(reached).toMatchObject({
      cookie: '',
      parent: 'SecurityError',
      top: 'SecurityError',
      me: 'TypeError',
      files: 'TypeError',
      socket: 'refused',
    });
    expect(reached['worker']).not.toBe('registered');
    // another webview has this origin, too; the extension host and the page have not
    for (const sibling of reached['siblings'] as string[])
      expect([own, 'SecurityError']).toContain(sibling);
  }

  it('reaches nothing of ours even from a script that runs', async () => {
    const preview = await shown(page, 'text=The end of it');
    apart(await reach(preview), origin('webview'));
    const host = page.frames().find((frame) => frame.url().startsWith(origin('extensions')));
    if (host === undefined) throw new Error('no extension host');
    const reached = await reach(host);
    apart(reached, origin('extensions'));
    expect(reached['siblings']).not.toContain(origin('webview'));
  });

  it('is asked for without a cookie of ours', async () => {
    const cookies = async (begin: string) =>
      Promise.all(
        sent
          .filter((each) => each.url().startsWith(begin))
          .map((each) => each.headerValue('cookie')),
      );
    for (const label of ['webview', 'extensions']) {
      const seen = await cookies(origin(label) + '/assets/');
      expect(seen.length).toBeGreaterThan(0);
      expect(seen.filter((cookie) => cookie !== null)).toEqual([]);
    }
    expect((await cookies(`${server.url}/api/v1/sessions/`)).join()).toContain('joy=');
  });

  it('reaches nothing of ours even in a browser that ignores our policies', async () => {
    const careless = await browser.newContext({
      bypassCSP: true,
      storageState: await person.storageState(),
    });
    const other = await careless.newPage();
    await other.goto(`${server.url}/ide/${session.id}`);
    await new Workbench(other).isOpen();
    // the editors of the other windows came along, perhaps this file among them
    await expect
      .poll(async () => {
        await other.keyboard.press('Control+K');
        await other.keyboard.press('Control+W');
        return other.locator('.tab').count();
      })
      .toBe(0);
    await new Workbench(other).openFile('notes.md');
    await previewBeside(other);
    const preview = await shown(other, 'text=Part 59');
    apart(await reach(preview), origin('webview'));
    await careless.close();
  });

  it('is no extension', () => {
    expect(requests.filter((url) => url.includes('evil'))).toEqual([]);
    const hosts = new Set(
      requests.filter((url) => url.startsWith('http')).map((url) => new URL(url).host),
    );
    const port = server.place.port;
    hosts.delete(`elsewhere.localhost:${port}`); // stopped, as the test above shows
    expect([...hosts].sort()).toEqual([
      `extensions--${session.id}.localhost:${port}`,
      `localhost:${port}`,
      `webview--${session.id}.localhost:${port}`,
    ]);
  });

  it('is kept apart by policies that name no more than is needed', async () => {
    const visitor = await person.newPage();
    const policy = async (url: string) =>
      (await visitor.goto(url))?.headers()['content-security-policy'] ?? 'none';
    const asset = (label: string) =>
      requests.find((url) => url.startsWith(origin(label)) && url.includes('.html')) ?? '';
    const ide = await policy(`${server.url}/ide/${session.id}`);
    expect(ide).toContain(
      `frame-src ${origin('webview')}/assets/ ${origin('extensions')}/assets/;`,
    );
    expect(ide).not.toMatch(/'unsafe-eval'|script-src[^;]*'(unsafe-inline|self)'|https?:\/\/\*/);
    const webview = await policy(asset('webview'));
    expect(webview).toMatch(/^default-src 'none'; script-src/);
    expect(webview).not.toMatch(/unsafe-eval|connect-src/);
    expect(webview).toContain("worker-src 'none'");
    const host = await policy(asset('extensions'));
    expect(host).toContain(`connect-src ${origin('extensions')}/assets/;`);
    expect(host).not.toMatch(/img-src|style-src|frame-src/);
  });
});
