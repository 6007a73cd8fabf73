import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RestSession } from '../../web/protocol/src/index.ts';
import { freshProfile, launch, shot } from './browser.ts';
import { Client } from './client.ts';
import { LspFrames } from './lspFrames.ts';
import { Server } from './server.ts';
import { Workbench } from './workbench.ts';

const PASSWORD = 'correct horse battery';
const SOON = { timeout: 20_000 };
const FILES = {
  'top.v': `module top (input wire CLK);
  wire led;
  blinker u (
      .clk(CLK)
  );
endmodule
`,
  'blinker.v': `// Blinks once a second.
module blinker (
    input  wire clk,
    output reg  glow_pin
);
endmodule
`,
  'adder.vhd': 'entity adder is end;\n',
  'probe.sv': 'module probe;\n  initial begin\n    $display(1);;\n  end\nendmodule\n',
  'tool.py': 'def twice(n: int) -> int:\n    return 2 * n\n\n\ncount: int = twice(2)\n',
  'main.cpp': '/// Doubles.\nint twice(int n) { return 2 * n; }\nint main() { return twice(1); }\n',
  'run.sh': 'main() { greet; }\n# Welcomes.\ngreet() { echo hello; }\nmain\n',
};

const SERVERS: Record<string, string> = {
  verilog: 'verible-verilog-ls',
  python: 'pyright-langserver',
  cpp: 'clangd',
  shellscript: 'bash-language-server',
};

/** `./joy` brings it; where its registry is out of reach there is nothing to test. */
function hasServer(language: string): boolean {
  const program = SERVERS[language] ?? language;
  const home = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const tools = join(process.env['JOY_CACHE'] ?? join(home, 'joy'), 'tools');
  const sets = existsSync(tools) ? readdirSync(tools) : [];
  return (
    existsSync(join('/usr/bin', program)) ||
    sets.some((set) => existsSync(join(tools, set, 'bin', program)))
  );
}

describe.skipIf(!hasServer('verilog'))('language servers in the editor', () => {
  let server: Server;
  let browser: Browser;
  let page: Page;
  let workbench: Workbench;
  let frames: LspFrames;
  let vera: Client;
  let session: RestSession;

  beforeAll(async () => {
    server = await Server.start();
    browser = await launch();
    page = await (await freshProfile(browser)).newPage();
    frames = new LspFrames(page, 'verilog');
    workbench = new Workbench(page);
    await page.goto(server.setUpLink ?? 'no set-up link was printed');
    await page.getByLabel('Name').fill('vera');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.waitForURL('**/dashboard');
    vera = await Client.known(server, 'vera');
    await vera.project('lights');
    session = await vera.session('vera/lights');
    for (const [name, text] of Object.entries(FILES)) {
      expect((await vera.call('PUT', `${session.tunnel}files/${name}`, text)).ok).toBe(true);
    }
    await page.goto(`${server.url}/ide/${session.id}`);
    await workbench.isOpen();
    await workbench.openFile('top.v');
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await shot(page, `failed-${task.name.slice(0, 20)}`);
  });

  it('completes a port of another module by textDocument/completion', async () => {
    await expect.poll(() => frames.answers('initialize').length, SOON).toBe(1);
    await goTo(4);
    await page.keyboard.press('End');
    await page.keyboard.type(',\n.gl', { delay: 40 });
    await proposal('glow_pin').waitFor(SOON);
    expect(frames.answers('textDocument/completion').join()).toContain('output reg glow_pin');
    await page.keyboard.press('Enter');
    await page.keyboard.type('led');
    await expect.poll(text, SOON).toContain('.glow_pin(led)');
    await page.keyboard.press('Escape');
  });

  it('shows a syntax error on its line, in the list, and no longer when it is mended', async () => {
    await goTo(2);
    await page.keyboard.press('End');
    await page.keyboard.type('\nassign led = ;');
    await page.keyboard.press('Escape');
    const squiggle = page.locator('.squiggly-error').first();
    await squiggle.waitFor(SOON);
    await page.keyboard.press('Control+Shift+M');
    await page.locator('.markers-panel').getByText('syntax error').first().waitFor(SOON);
    await shot(page, 'lsp-problem');
    await page.keyboard.press('Control+J');
    await goTo(3);
    await page.keyboard.press('Control+Shift+K');
    await squiggle.waitFor({ state: 'detached', ...SOON });
  });

  it('formats', async () => {
    await goTo(2);
    await page.keyboard.press('Home');
    await page.keyboard.type('        ');
    await page.keyboard.press('Control+Shift+I');
    await expect.poll(text, SOON).toMatch(/\n {2}wire led;/);
  });

  it('has an outline, in the picker, the view and the breadcrumbs', async () => {
    await page.keyboard.press('Control+Shift+O');
    const picker = page.locator('.quick-input-widget');
    await picker.getByText('top', { exact: true }).first().waitFor(SOON);
    await shot(page, 'lsp-outline');
    await page.keyboard.press('Escape');
    await goTo(2);
    await page.locator('.breadcrumbs-control').getByText('top', { exact: true }).waitFor(SOON);
    await page.getByRole('button', { name: 'Outline Section' }).click();
    await page.locator('.outline-tree').getByText('led').first().waitFor(SOON);
    await shot(page, 'lsp-outline-view');
    // the explorer needs the room
    await page.getByRole('button', { name: 'Outline Section' }).click();
  });

  it('says what a module is', async () => {
    await pointAt('blinker');
    const hover = page.locator('.monaco-hover:visible');
    await hover.getByText('glow_pin').first().waitFor(SOON);
    expect(await hover.innerText()).toContain('Blinks once a second.');
    await shot(page, 'lsp-hover');
    await page.keyboard.press('Escape');
  });

  it('finds a module of the project by its name', async () => {
    await page.keyboard.press('Control+T');
    await page.keyboard.type('blink');
    await page.locator('.quick-input-list').getByText('blinker.v').first().waitFor(SOON);
    await shot(page, 'lsp-workspace-symbols');
    await page.keyboard.press('Escape');
  });

  it('lists the uses of a port, and renames it in all files', async () => {
    await clickOn('glow_pin');
    await page.keyboard.press('Shift+F12');
    await page.locator('.reference-zone-widget').getByText('References (2)').first().waitFor(SOON);
    await shot(page, 'lsp-references');
    await page.keyboard.press('Escape');
    await clickOn('glow_pin');
    await page.keyboard.press('F2');
    await page.locator('.rename-box input').fill('lamp');
    await page.keyboard.press('Enter');
    await expect.poll(text, SOON).toContain('.lamp(led)');
    await expect.poll(() => onDisk('blinker.v'), SOON).toContain('output reg  lamp');
  });

  it('goes to a declaration in another file', async () => {
    await clickOn('blinker');
    await page.keyboard.press('F12');
    await page.locator('.tab.active', { hasText: 'blinker.v' }).waitFor(SOON);
    await page.keyboard.press('Control+1');
  });

  it('goes on after its process was killed', async () => {
    await workbench.openFile('top.v');
    await goTo(4);
    await page.keyboard.press('End');
    await page.keyboard.type('\nwire typed_before_the_end;');
    const before = frames.answers('initialize').length;
    await vera.run(session, 'kill -9 $(pidof verible-verilog-ls)');
    await expect.poll(() => frames.answers('initialize').length, SOON).toBe(before + 1);
    await page.keyboard.type('\nassign led = typed_bef', { delay: 40 });
    await proposal('typed_before_the_end').waitFor(SOON);
    const notice = page.locator('.notification-toast', { hasText: 'verible-verilog-ls was ended' });
    await notice.waitFor(SOON);
    expect(await notice.count()).toBe(1);
    await shot(page, 'lsp-killed');
    await page.keyboard.press('Enter');
    await page.keyboard.type(';');
  });

  it('goes on after the network was away', async () => {
    const before = frames.answers('initialize').length;
    await page.context().setOffline(true);
    await vera.run(session, 'kill -9 $(pidof verible-verilog-ls)');
    await page.waitForFunction(() => !navigator.onLine);
    await page.context().setOffline(false);
    await expect.poll(() => frames.answers('initialize').length, SOON).toBeGreaterThan(before);
    await page.keyboard.type('\nassign led = typed_bef', { delay: 40 });
    await proposal('typed_before_the_end').waitFor(SOON);
    await page.keyboard.press('Enter');
    await page.keyboard.type(';');
  });

  it('mends what Verible knows how to', async () => {
    await workbench.openFile('probe.sv');
    await page.locator('.squiggly-warning').first().waitFor(SOON);
    await goTo(3);
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget').getByText('Remove superfluous semicolon').waitFor(SOON);
    await shot(page, 'lsp-code-action');
    await page.keyboard.press('Enter');
    await expect.poll(text, SOON).not.toContain(';;');
    await page
      .locator('.squiggly-warning')
      .first()
      .waitFor({ state: 'detached', ...SOON });
  });

  it.for([
    ['tool.py', 'twice', 'n: int', 'python'],
    ['main.cpp', 'twice', 'Doubles.', 'cpp'],
    ['run.sh', 'greet', 'Welcomes.', 'shellscript'],
  ] as const)(
    'knows what is in %s, where its server is here',
    async ([file, name, said, language], { skip }) => {
      skip(!hasServer(language), `${SERVERS[language]} is not here`);
      await workbench.openFile(file);
      const hover = page.locator('.monaco-hover:visible');
      await expect
        .poll(async () => {
          await page.mouse.move(900, 600);
          await pointAt(name);
          await hover
            .first()
            .waitFor({ timeout: 3_000 })
            .catch(() => undefined);
          return (await hover.allInnerTexts()).join();
        }, SOON)
        .toContain(said);
      await shot(page, `lsp-${language}`);
      await page.keyboard.press('Escape');
    },
  );

  it('says once what to do where a server is missing', async () => {
    await workbench.openFile('adder.vhd');
    const notice = page.locator('.notification-toast', { hasText: 'vhdl_ls' });
    await notice.waitFor(SOON);
    expect(await notice.innerText()).toContain('cargo install vhdl_ls');
    await page.mouse.move(600, 400);
    await shot(page, 'lsp-missing');
    expect(await notice.count()).toBe(1);

    await page.reload();
    await workbench.isOpen();
    await workbench.openFile('adder.vhd');
    await page.locator('[aria-label*="No language server"]').first().waitFor(SOON);
    expect(await notice.count()).toBe(0);
  });

  async function onDisk(name: string): Promise<string> {
    return (await vera.call('GET', `${session.tunnel}files/${name}`)).text();
  }

  function proposal(name: string) {
    return page.locator('.suggest-widget.visible .monaco-list-row', { hasText: name }).first();
  }

  /** Where a word stands by itself in the open editor; its lines are all in view. */
  async function place(word: string): Promise<[number, number]> {
    await workbench.goToTop();
    const span = page.locator('.view-line span > span', { hasText: word }).first();
    const box = await span.boundingBox();
    if (box === null) throw new Error(`${word} is not in view`);
    return [box.x + box.width / 2, box.y + box.height / 2];
  }

  async function pointAt(word: string): Promise<void> {
    await page.mouse.move(...(await place(word)));
  }

  async function clickOn(word: string): Promise<void> {
    await page.mouse.click(...(await place(word)));
  }

  async function goTo(line: number): Promise<void> {
    await workbench.goToTop();
    for (let at = 1; at < line; at++) await page.keyboard.press('ArrowDown');
  }

  async function text(): Promise<string> {
    return (await workbench.editorText().innerText()).replaceAll('\u00a0', ' ');
  }
});
