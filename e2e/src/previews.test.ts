import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PreviewsOpened, RestSession } from '../../web/protocol/src/index.ts';
import { freshProfile, launch, shot } from './browser.ts';
import { Client, soon, TestTerminal } from './client.ts';
import { Server } from './server.ts';
import { Workbench } from './workbench.ts';

const PASSWORD = 'correct horse battery';
const PORT = 8123;

/** Answers any GET with its request's headers and sets a cookie as wide as it can; echoes on /ws. */
const PROGRAM = `
import base64, hashlib, socketserver
class H(socketserver.StreamRequestHandler):
    def handle(self):
        lines = []
        while (line := self.rfile.readline().strip()): lines.append(line.decode())
        head = {l.split(':',1)[0].lower(): l.split(':',1)[1].strip() for l in lines[1:]}
        if lines[0].startswith('GET /ws'):
            key = base64.b64encode(hashlib.sha1((head['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').encode()).digest()).decode()
            self.wfile.write(('HTTP/1.1 101 x\\r\\nConnection: Upgrade\\r\\nUpgrade: websocket\\r\\nSec-WebSocket-Accept: ' + key + '\\r\\n\\r\\n').encode())
            n = self.rfile.read(2)[1] & 127
            mask = self.rfile.read(4); data = self.rfile.read(n)
            self.wfile.write(bytes([0x81, n]) + bytes(b ^ mask[i % 4] for i, b in enumerate(data)))
            return
        body = ('<title>mine</title><pre>' + '\\n'.join(lines) + '</pre>').encode()
        self.wfile.write(b'HTTP/1.1 200 OK\\r\\nContent-Type: text/html\\r\\nSet-Cookie: wide=1; Domain=localhost\\r\\nSet-Cookie: joy=stolen\\r\\nContent-Length: %d\\r\\n\\r\\n' % len(body) + body)
socketserver.ThreadingTCPServer.allow_reuse_address = True
socketserver.ThreadingTCPServer(('127.0.0.1', ${PORT}), H).serve_forever()
`;

describe('the preview of a port', () => {
  let server: Server;
  let browser: Browser;
  let person: BrowserContext;
  let page: Page;
  let client: Client;
  let session: RestSession;
  let terminal: TestTerminal;
  let preview: Page;
  let address: string;
  const violations: string[] = [];

  beforeAll(async () => {
    server = await Server.start();
    browser = await launch();
    person = await freshProfile(browser);
    page = await person.newPage();
    await page.goto(server.setUpLink ?? 'no set-up link was printed');
    await page.getByLabel('Name').fill('ann');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.waitForURL('**/dashboard');
    client = await Client.known(server, 'ann');
    await client.project('blinky');
    session = await client.session('ann/blinky');
    address = `http://${PORT}--${session.id}.localhost:${server.place.port}/`;
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) violations.push(message.text());
    });
    await page.goto(`${server.url}/ide/${session.id}`);
    await new Workbench(page).isOpen();
    await client.call('PUT', `${session.tunnel}files/server.py`, PROGRAM);
    terminal = await TestTerminal.open(client, session);
  });

  afterAll(async () => {
    terminal?.close();
    await browser?.close();
    await server?.remove();
  });

  it('is offered when a program begins to listen, and opens by a hand-off', async () => {
    await terminal.types('python3 server.py & sleep 0; echo $((40+2))-run', '42-run');
    const offer = page.getByRole('button', { name: 'Open in a new tab' });
    await offer.waitFor({ timeout: 30_000 });
    await shot(page, 'previews-1-offer');
    const opened = person.waitForEvent('page');
    await offer.click();
    preview = await opened;
    await preview.waitForURL(address);
    expect(await preview.title()).toBe('mine');
    await shot(preview, 'previews-2-program');
  });

  it('shows the program nothing of ours, and keeps its cookies where they belong', async () => {
    await preview.reload();
    const seen = (await preview.locator('pre').innerText()).toLowerCase();
    expect(seen).toContain(`host: ${PORT}--${session.id}.localhost`);
    expect(seen).toContain('cookie: wide=1');
    expect(seen).not.toContain('joy');
    const cookies = await person.cookies();
    expect(cookies.filter(({ name }) => name === 'wide').map(({ domain }) => domain)).toEqual([
      `${PORT}--${session.id}.localhost`,
    ]);
    const ticket = cookies.find(({ name }) => name === 'joy-preview');
    expect(ticket).toMatchObject({
      httpOnly: true,
      sameSite: 'Lax',
      domain: `${PORT}--${session.id}.localhost`,
    });
  });

  it('relays a WebSocket', async () => {
    const echoed = await preview.evaluate(
      () =>
        new Promise((resolve) => {
          const socket = new WebSocket(`ws://${location.host}/ws`);
          socket.onopen = () => socket.send('hello');
          socket.onmessage = ({ data }) => resolve(data);
          socket.onerror = () => resolve('failed');
        }),
    );
    expect(echoed).toBe('hello');
  });

  it('can’t reach ours from its page', async () => {
    const reached = await preview.evaluate(
      async ([ours, tunnel]) => {
        document.cookie = 'joy=planted; domain=localhost; path=/';
        const read = async (url: string, init: RequestInit) => {
          try {
            return await (await fetch(url, init)).text();
          } catch {
            return 'refused';
          }
        };
        return [
          opener === null,
          await read(ours + '/api/v1/me', { credentials: 'include' }),
          await read(ours + tunnel + 'healthz', { credentials: 'include' }),
          await read('/api/v1/me', {}),
        ];
      },
      [server.url, session.tunnel] as const,
    );
    expect(reached.slice(0, 3)).toEqual([true, 'refused', 'refused']);
    expect(reached[3]).toContain('<title>mine');
    expect((await person.cookies(server.url)).map(({ value }) => value)).not.toContain('planted');
  });

  it('is private: another person, and a code that was used, see a page that says so', async () => {
    const { url } = await client.json<PreviewsOpened>('POST', `/sessions/${session.id}/previews`, {
      port: PORT,
    });
    const stranger = await (await freshProfile(browser)).newPage();
    expect((await stranger.goto(address))?.status()).toBe(401);
    await stranger.getByRole('heading', { name: 'This preview is private' }).waitFor();
    await shot(stranger, 'previews-3-private');
    expect((await stranger.goto(url))?.status()).toBe(200);
    const second = await (await freshProfile(browser)).newPage();
    expect((await second.goto(url))?.status()).toBe(401);
  });

  it('is open to anybody while it is shared, and no longer', async () => {
    const path = `/sessions/${session.id}/previews/${PORT}`;
    await client.json('PUT', path, { shared: true });
    const stranger = await (await freshProfile(browser)).newPage();
    await soon(
      'the shared port is open',
      async () => (await stranger.goto(address))?.status() === 200,
    );
    await client.json('PUT', path, { shared: false });
    await soon('it is closed again', async () => (await stranger.goto(address))?.status() === 401);
  });

  it('is listed in the Ports view', async () => {
    await page.getByRole('tab', { name: /^Ports/ }).click();
    await page.getByRole('treeitem', { name: new RegExp(`${PORT}.*python3`) }).waitFor();
    await shot(page, 'previews-4-ports');
  });

  it('did all that without a violation of the page’s policy', () => {
    expect(violations).toEqual([]);
  });
});
