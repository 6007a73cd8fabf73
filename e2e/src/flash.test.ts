import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import axe from 'axe-core';
import type { APIResponse, Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BitstreamsBitstream } from '../../web/protocol/src/index.ts';
import type { SimulatedBoard } from '../../web/flash/test/simulatedBoard.ts';
import { freshProfile, launch, shot } from './browser.ts';
import { Server } from './server.ts';
import { Desk } from './simulatedUsb.ts';
import { hasVerible } from './verible.ts';
import { Workbench } from './workbench.ts';

const PASSWORD = 'correct horse battery';
const FLASH_MILLIS = 20_000;

/** The whole road: landing page, account, project, edit, build, flash, change, out, back, again. */
describe('a person with a board', () => {
  let server: Server;
  let browser: Browser;
  let person: BrowserContext;
  let page: Page;
  let board: SimulatedBoard;
  let first: Buffer;
  const desk = new Desk();
  const violations: string[] = [];

  beforeAll(async () => {
    server = await Server.start();
    browser = await launch();
    person = await freshProfile(browser);
    await desk.install(person);
    page = await person.newPage();
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) violations.push(message.text());
    });
    board = desk.add('ib-1', 'iCEBreaker V1.0e', '5k');
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await shot(page, 'flash-failed');
  });

  const view = () => page.locator('.joy-boards');
  const card = (name: string) => view().getByRole('article', { name, exact: true });
  const flashButton = (name: string) => card(name).getByRole('button', { name: /^Flash/ });
  const done = (name: string) => card(name).getByText(/is written and verified/);
  const trouble = () => view().getByRole('alert');

  async function openBoards(): Promise<void> {
    if (await view().isHidden()) await page.getByRole('tab', { name: 'Boards' }).click();
    await view().waitFor();
  }

  /** With the page's own ticket: a token would be one more place that has the session open. */
  function fetched(path: string, headers: Record<string, string> = {}): Promise<APIResponse> {
    const session = new URL(page.url()).pathname.split('/')[2] ?? '';
    return page.request.get(`${server.url}/s/${session}/${path}`, { headers });
  }

  async function bitstreams(): Promise<BitstreamsBitstream[]> {
    return (await (await fetched('bitstreams')).json()) as BitstreamsBitstream[];
  }

  function onBoard(length: number): Buffer {
    return Buffer.from(board.flash.memory.subarray(0, length));
  }

  /** One more module at the end, of which the editor knows the ports. */
  async function completeAnInstance(): Promise<void> {
    await new Workbench(page).goToTop();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('\nmodule probe(input wire clk);\n  top u (.', { delay: 20 });
    const proposal = page.locator('.suggest-widget .monaco-list-row', { hasText: 'BTN_N' });
    await proposal.waitFor({ timeout: 30_000 });
    await page.keyboard.press('Escape');
    await page.keyboard.type('CLK(clk));\nendmodule\n', { delay: 20 });
  }

  it('finds the way from the landing page to a built bitstream', async () => {
    await page.goto(server.url);
    await page.goto(server.setUpLink ?? 'no set-up link was printed');
    await page.getByLabel('Name').fill('ann');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.waitForURL('**/dashboard');
    await page.getByLabel('Name').fill('blinky');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { name: 'blinky' }).waitFor();
    await page.getByRole('button', { name: 'Open' }).click();
    await page.waitForURL('**/ide/*');
    const ide = new Workbench(page);
    await ide.isOpen();
    await openBoards();
    await view().getByText('Nothing yet').waitFor();
    await shot(page, 'flash-1-nothing');
    await ide.runInTerminal('make && echo built-$((40+2))', /built-42/);

    await view().locator('.built li', { hasText: 'top.bin' }).waitFor();

    const [built] = await bitstreams();
    expect(built).toMatchObject({
      path: 'top.bin',
      board: 'icebreaker',
      device: '5k',
      clean: true,
    });
    const bytes = await fetched(`bitstreams/${built?.id}`);
    first = await bytes.body();
    expect(createHash('sha256').update(first).digest('hex')).toBe(built?.sha256);
    expect(bytes.headers()['content-disposition']).toBe('attachment');
    const part = await fetched(`bitstreams/${built?.id}`, { Range: 'bytes=4-7' });
    expect(part.status()).toBe(206);
    expect((await part.body()).toString('hex')).toBe('7eaa997e');
  });

  it('is told when it chooses no board, and when the browser refuses', async () => {
    await view().getByRole('button', { name: 'Connect a board…' }).click();
    await view().getByText('No board was chosen.').waitFor();
    await shot(page, 'flash-2-none-chosen');

    desk.chooses = 'refused';
    await view().getByRole('button', { name: 'Connect a board…' }).click();
    await trouble().getByText('doesn’t let this page use USB').waitFor();
  });

  it('gets the udev rule when the system keeps the board to itself', async () => {
    await desk.plugIn('ib-1');
    desk.chooses = 'ib-1';
    await view().getByRole('button', { name: 'Connect a board…' }).click();
    await card('iCEBreaker').waitFor();
    await shot(page, 'flash-3-board');
    board.mayOpen = false;

    await flashButton('iCEBreaker').click();

    await trouble().getByText("doesn't let you open").waitFor();
    await shot(page, 'flash-4-udev');
    const download = page.waitForEvent('download');
    await trouble().getByRole('button', { name: 'Download the udev rule' }).click();
    const rule = readFileSync(await (await download).path(), 'utf8');
    expect(rule).toContain('ATTRS{idVendor}=="0403", ATTRS{idProduct}=="6010"');
    board.mayOpen = true;

    board.driverHolds = true;
    await flashButton('iCEBreaker').click();
    await trouble().getByText('chrome://flags/#automatic-usb-detach', { exact: true }).waitFor();
    board.driverHolds = false;
  });

  it('brings the bitstream onto the board, byte for byte', async () => {
    const running = desk.stopped('ib-1', 40, async () => {
      expect(await card('iCEBreaker').getByRole('progressbar').isVisible()).toBe(true);
      await shot(page, 'flash-5-running');
    });
    await flashButton('iCEBreaker').click();
    await running;
    await done('iCEBreaker').waitFor({ timeout: FLASH_MILLIS });
    await shot(page, 'flash-6-done');

    expect(onBoard(first.length).equals(first)).toBe(true);
    expect(board.fpga.isDone).toBe(true);
    expect(board.offences).toEqual([]);
    expect(board.claimed).toBe(false);
  });

  it('pulls the cable in the middle, and goes on when the board is back', async () => {
    const before = board.transfers;
    board.fault = (transfer) => (transfer === before + 25 ? 'unplug' : undefined);
    await flashButton('iCEBreaker').click();
    await trouble()
      .getByText(/was lost|not plugged in/)
      .waitFor({ timeout: FLASH_MILLIS });
    await card('iCEBreaker').getByText('unplugged').waitFor();
    await shot(page, 'flash-7-pulled');

    await desk.plugIn('ib-1');
    await card('iCEBreaker').getByText('plugged in', { exact: false }).waitFor();
    await flashButton('iCEBreaker').click();
    await done('iCEBreaker').waitFor({ timeout: FLASH_MILLIS });
    expect(onBoard(first.length).equals(first)).toBe(true);
  });

  it('cancels, and the board is free', async () => {
    const cancelled = desk.stopped('ib-1', 30, async () => {
      await card('iCEBreaker').getByRole('button', { name: 'Cancel' }).click();
    });
    await flashButton('iCEBreaker').click();
    await cancelled;
    await card('iCEBreaker')
      .getByText('Flashing was cancelled.')
      .waitFor({ timeout: FLASH_MILLIS });
    expect(board.opened).toBe(false);
  });

  it('sees why nothing fits another board, before anything is written', async () => {
    const stick = desk.add('stick-1', 'Lattice FTUSB Interface Cable', '1k');
    await desk.plugIn('stick-1');
    desk.chooses = 'stick-1';
    await view().getByRole('button', { name: 'Connect another board…' }).click();
    await card('iCEstick').getByText('top.bin is for an iCE40 UP5K').waitFor();
    await shot(page, 'flash-8-two-boards');
    expect(await flashButton('iCEstick').count()).toBe(0);
    expect(stick.transfers).toBe(0);
    await desk.unplug('stick-1');
  });

  it('refuses to guess between two that look the same', async () => {
    desk.add('twin', 'iCEBreaker V1.0e', '5k', 'ib-1');
    desk.chooses = 'twin';
    await desk.plugIn('twin');
    await view().getByRole('button', { name: 'Connect another board…' }).click();
    await card('iCEBreaker').getByText('Two boards are plugged in that look exactly').waitFor();
    expect(await flashButton('iCEBreaker').count()).toBe(0);
    await desk.unplug('twin');
    await flashButton('iCEBreaker').waitFor();
  });

  it('says so when the flash doesn’t keep what was written', async () => {
    const stuckAt = first.findIndex((byte) => byte % 2 === 1);
    board.flash.faults = { stuckAt };
    await flashButton('iCEBreaker').click();
    await trouble().getByText(`differs from the image at byte ${stuckAt}`).waitFor();
    board.flash.faults = {};
  });

  it('shows nothing that axe finds serious', async () => {
    await page.evaluate(axe.source);
    const found = await page.evaluate(async () => {
      const { axe: checker } = window as unknown as { axe: typeof import('axe-core') };
      return (await checker.run('.joy-boards')).violations;
    });
    const serious = found.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });

  it('changes the circuit, logs out, comes back and flashes again', async () => {
    const ide = new Workbench(page);
    await ide.openFileByName('top.v');
    if (hasVerible()) await completeAnInstance();
    await ide.goToTop();
    await ide.typeFirstLine('// twice as fast');
    await ide.save();
    await ide.runInTerminal(
      "sed -i 's/HALF_PERIOD = [0-9_]*/HALF_PERIOD = 3_000_000/' top.v && make && echo again-$((40+2))",
      /again-42/,
    );
    await expect.poll(async () => (await bitstreams())[0]?.clean).toBe(false);
    const [changed] = await bitstreams();
    expect(changed?.sha256).not.toBe(createHash('sha256').update(first).digest('hex'));
    await expect.poll(() => ide.statusText(), { timeout: 20_000 }).toContain('saved');

    await page.goto(server.url + '/dashboard');
    await page.getByRole('button', { name: /^(Open|Return)$/ }).waitFor();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('button', { name: 'End and log out' }).click();
    await page.waitForURL(server.url + '/');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto(server.url + '/login');
    await page.getByLabel('Name').fill('ann');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/dashboard');
    await page.getByRole('button', { name: /^(Open|Return)$/ }).click();
    await page.waitForURL('**/ide/*');
    await ide.isOpen();
    await page.getByRole('button', { name: /iCEBreaker/ }).waitFor();
    await openBoards();
    await view().locator('.built li', { hasText: 'top.bin' }).waitFor();

    const [back] = await bitstreams();
    expect(back).toEqual(changed);
    await page.keyboard.press('F1');
    await page.locator('.quick-input-box input').fill('>Flash Board');
    await page.keyboard.press('Enter');
    await done('iCEBreaker').waitFor({ timeout: FLASH_MILLIS });
    await shot(page, 'flash-9-dark');

    const image = onBoard(back?.size ?? 0);
    expect(createHash('sha256').update(image).digest('hex')).toBe(changed?.sha256);
    expect(board.offences).toEqual([]);
    expect(violations).toEqual([]);
  });

  it('has the bitstream for other tools in a browser without WebUSB', async () => {
    await page.addInitScript(() => {
      Object.defineProperty(navigator, 'usb', { value: undefined });
    });
    await page.reload();
    await view().waitFor({ timeout: FLASH_MILLIS }); // it was open before
    await view().getByText('it has no WebUSB').waitFor();
    await shot(page, 'flash-10-no-webusb');
    expect(
      await view()
        .getByRole('button', { name: /^Connect/ })
        .count(),
    ).toBe(0);
    const [built] = await bitstreams();
    const download = page.waitForEvent('download');
    await view().getByRole('button', { name: 'Download top.bin' }).click();
    const bytes = readFileSync(await (await download).path());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(built?.sha256);
  });
});
