import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page, Response } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshProfile, launch, shot } from './browser.ts';
import { Client } from './client.ts';
import { newPlace, Server } from './server.ts';
import { Workbench } from './workbench.ts';

/** Until a character that was typed is seen. To be 2.5 MB; it may not grow meanwhile. */
const MOST_BYTES = 3_000_000;
/** What is fetched again: the person's own answers, not the workbench. */
const MOST_BYTES_AGAIN = 100_000;
const EARLIER = 'let chunk = "of the build before"';

describe('a browser that has never been here', () => {
  let server: Server;
  let browser: Browser;
  let client: Client;
  let person: BrowserContext;
  let address: string;

  beforeAll(async () => {
    const place = await newPlace();
    const before = join(place.data, 'before');
    mkdirSync(join(before, 'assets'), { recursive: true });
    writeFileSync(join(before, 'assets', 'chunk-0123.js'), EARLIER);
    writeFileSync(join(place.data, 'served-builds'), before + '\n');
    server = await Server.start(place);
    browser = await launch();
    client = await Client.of(server, 'ann');
    await client.project('blinky');
    address = `${server.url}/ide/${(await client.session('ann/blinky')).id}`;
    person = await freshProfile(browser);
    await person.setExtraHTTPHeaders({ Authorization: `Bearer ${client.token}` });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
  });

  it('can type within its allowance of bytes, and nothing fails', async () => {
    const { page, bytes, failed } = await typed();
    await shot(page, 'load-1-typed');
    console.log(`first load: ${(bytes / 1e6).toFixed(2)} MB`);
    expect(bytes).toBeGreaterThan(1_000_000);
    expect(bytes).toBeLessThan(MOST_BYTES);
    expect(failed).toEqual([]);
    await page.close();
  });

  it('has nearly all of it kept the second time', async () => {
    const { page, bytes, failed, responses } = await typed();
    console.log(`second load: ${(bytes / 1e3).toFixed(0)} kB`);
    expect(bytes).toBeLessThan(MOST_BYTES_AGAIN);
    expect(failed).toEqual([]);
    const assets = responses.filter((each) => each.url().includes('/assets/'));
    expect(assets.length).toBeGreaterThan(10);
    for (const each of assets) expect(each.headers()['cache-control']).toContain('immutable');
    await page.close();
  });

  it('is told that the page has not changed', async () => {
    const first = await client.call('GET', new URL(address).pathname);
    const tag = first.headers.get('ETag') ?? 'no ETag';
    const again = await client.call('GET', new URL(address).pathname, undefined, {
      'If-None-Match': tag,
    });
    expect(first.status).toBe(200);
    expect(again.status).toBe(304);
  });

  it('still gets the scripts of the build before an upgrade', async () => {
    const answer = await client.call('GET', '/assets/chunk-0123.js');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Cache-Control')).toContain('immutable');
    expect(await answer.text()).toBe(EARLIER);
  });

  /** Opens the session, types, and counts what came over the wire until that is seen; workers too. */
  async function typed() {
    const page = await person.newPage();
    const failed: string[] = [];
    const responses: Response[] = [];
    const sizes: Promise<number>[] = [];
    page.on('response', (response) => {
      responses.push(response);
      if (response.status() >= 400) failed.push(`${response.status()} ${response.url()}`);
    });
    page.on('requestfinished', (request) => {
      sizes.push(
        request
          .sizes()
          .then(({ responseBodySize, responseHeadersSize }) =>
            responseBodySize > 0 ? responseBodySize + responseHeadersSize : 0,
          ),
      );
    });
    await page.goto(address);
    await type(page);
    const bytes = (await Promise.all([...sizes])).reduce((sum, each) => sum + each, 0);
    return { page, bytes, failed, responses };
  }

  /** As soon as the file's text is there; the page looks itself, at every frame. */
  async function type(page: Page): Promise<void> {
    const workbench = new Workbench(page);
    await page.waitForFunction(() =>
      /\S/.test(document.querySelector('.editor-instance .view-lines')?.textContent ?? ''),
    );
    await workbench.goToTop();
    await page.keyboard.type('§');
    await page.waitForFunction(() =>
      document.querySelector('.editor-instance .view-lines')?.textContent?.includes('§'),
    );
  }
});
