import type { BrowserContext, Page } from 'playwright-core';

const FILE = 'top.v';
const LONGEST_MILLIS = 120_000;
const LINES = 2_000_000;

/** One open page of either editor: both are the VS Code workbench, so both are looked at the same way. */
export class Visit {
  private readonly sizes: Promise<number>[] = [];
  private begun = 0;

  private constructor(readonly page: Page) {}

  static async open(context: BrowserContext, address: string): Promise<Visit> {
    const page = await context.newPage();
    page.setDefaultTimeout(LONGEST_MILLIS);
    const visit = new Visit(page);
    context.on('requestfinished', (request) => {
      visit.sizes.push(
        request.sizes().then(
          ({ responseBodySize, responseHeadersSize }) =>
            responseBodySize > 0 ? responseBodySize + responseHeadersSize : 0,
          () => 0, // of a page that was closed meanwhile
        ),
      );
    });
    visit.begun = performance.now();
    await page.goto(address, { waitUntil: 'commit' });
    return visit;
  }

  /** Milliseconds from the navigation until a character that was typed into a file is seen. */
  async interactive(): Promise<number> {
    await this.page.waitForFunction(
      (file) =>
        /\S/.test(document.querySelector('.editor-instance .view-lines')?.textContent ?? '') ||
        [...document.querySelectorAll('.explorer-folders-view .monaco-list-row')].some((row) =>
          row.textContent?.includes(file),
        ),
      FILE,
      { polling: 'raf' },
    );
    if (!(await this.hasText())) {
      await this.page
        .locator('.explorer-folders-view')
        .getByRole('treeitem', { name: FILE, exact: true })
        .dblclick();
      await this.page.waitForFunction(
        () => /\S/.test(document.querySelector('.editor-instance .view-lines')?.textContent ?? ''),
        undefined,
        { polling: 'raf' },
      );
    }
    await this.focusEditor();
    await this.page.keyboard.type('§');
    await this.page.waitForFunction(
      () => document.querySelector('.editor-instance .view-lines')?.textContent?.includes('§'),
      undefined,
      { polling: 'raf' },
    );
    const millis = performance.now() - this.begun;
    await this.page.keyboard.press('Control+Z');
    return millis;
  }

  /** What came over the wire by now, workers and frames included. */
  async bytes(): Promise<number> {
    return (await Promise.all([...this.sizes])).reduce((sum, each) => sum + each, 0);
  }

  private hasText(): Promise<boolean> {
    return this.page.evaluate(() =>
      /\S/.test(document.querySelector('.editor-instance .view-lines')?.textContent ?? ''),
    );
  }

  private async focusEditor(): Promise<void> {
    await this.page.locator('.editor-instance .monaco-editor').first().click();
    await this.page.keyboard.press('Control+Home');
  }

  /** Milliseconds from a key to the frame after its character is there, for each of some keys. */
  async keys(count: number): Promise<number[]> {
    await this.focusEditor();
    const millis = await this.strokes('.editor-instance .view-lines', count);
    for (let i = 0; i < count; i++) await this.page.keyboard.press('Control+Z');
    return millis;
  }

  /** The same in the terminal, where the shell echoes. */
  async echoes(count: number): Promise<number[]> {
    await this.openTerminal();
    const millis = await this.strokes('.terminal-wrapper.active .xterm-rows', count);
    await this.page.keyboard.press('Control+U');
    return millis;
  }

  private async strokes(selector: string, count: number): Promise<number[]> {
    const millis: number[] = [];
    for (let i = 0; i < count; i++) {
      const seen = this.page.evaluate((watched) => {
        const element = document.querySelector(watched);
        if (element === null) throw new Error(`nothing is ${watched}`);
        return new Promise<number>((resolve) => {
          let pressed = 0;
          window.addEventListener('keydown', (event) => (pressed = event.timeStamp), {
            capture: true,
            once: true,
          });
          const observer = new MutationObserver(() => {
            if (pressed === 0) return;
            observer.disconnect();
            requestAnimationFrame(() => {
              const channel = new MessageChannel();
              channel.port1.onmessage = () => {
                resolve(performance.now() - pressed);
              };
              channel.port2.postMessage(0);
            });
          });
          observer.observe(element, { subtree: true, childList: true, characterData: true });
        });
      }, selector);
      await this.page.evaluate(() => new Promise(requestAnimationFrame));
      await this.page.keyboard.press('x');
      millis.push(await seen);
    }
    return millis;
  }

  private async openTerminal(): Promise<void> {
    const terminal = this.page.locator('.terminal-wrapper.active .xterm');
    if (!(await terminal.isVisible())) await this.page.keyboard.press('Control+`');
    await terminal.waitFor();
    await this.shows(/[$#] *$/);
    await terminal.click();
  }

  /** Milliseconds from Enter until the end of two million lines is seen. */
  async sequence(): Promise<number> {
    await this.page.keyboard.type(`seq 1 ${LINES}; echo over-$((40+2))`);
    const begun = performance.now();
    await this.page.keyboard.press('Enter');
    await this.shows(/over-42\s/);
    return performance.now() - begun;
  }

  private async shows(pattern: RegExp): Promise<void> {
    await this.page.waitForFunction(
      ([source]) =>
        new RegExp(source ?? '').test(
          [...document.querySelectorAll('.terminal-wrapper.active .xterm-rows > div')]
            .map((row) => (row.textContent ?? '').replaceAll('\u00a0', ' ').trimEnd())
            .join('\n')
            .trimEnd() + ' ',
        ),
      [pattern.source],
      { polling: 'raf' },
    );
  }

  /** Ends the terminal, so that the next visit finds none; waits until the panel is gone. */
  async endTerminal(): Promise<void> {
    await this.page.keyboard.type('exit\n');
    await this.page.locator('.terminal-wrapper').first().waitFor({ state: 'hidden' });
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}
