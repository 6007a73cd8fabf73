import { expect as expectSoon } from 'vitest';
import type { Page } from 'playwright-core';

const OPEN_MILLIS = 60_000;
const BUILD_MILLIS = 120_000;

/** The IDE's page, by what a person sees of it. */
export class Workbench {
  constructor(readonly page: Page) {}

  async isOpen(): Promise<void> {
    await this.file('top.v').waitFor({ timeout: OPEN_MILLIS });
  }

  /** And the file that a first visit opens has the keyboard: it takes it as it comes. */
  async isReady(): Promise<void> {
    await this.isOpen();
    await this.page.locator('.editor-instance .monaco-editor.focused').waitFor();
  }

  file(name: string) {
    return this.page.locator('.explorer-folders-view').getByRole('treeitem', { name, exact: true });
  }

  async openFile(name: string): Promise<void> {
    await this.file(name).dblclick();
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
  }

  /** By quick open, whatever the side bar shows. */
  async openFileByName(name: string): Promise<void> {
    await this.page.keyboard.press('Control+P');
    await this.page.locator('.quick-input-box input').fill(name);
    await this.page.locator('.quick-input-list').getByText(name, { exact: true }).first().click();
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
  }

  /** Types a line at the top of the open editor. */
  async typeFirstLine(text: string): Promise<void> {
    await this.goToTop();
    await this.page.keyboard.type(text + '\n');
  }

  async goToTop(): Promise<void> {
    await this.page.locator('.editor-instance .monaco-editor').first().click();
    await this.page.keyboard.press('Control+Home');
  }

  editorText() {
    return this.page.locator('.editor-instance .view-lines').first();
  }

  async save(): Promise<void> {
    await this.page.keyboard.press('Control+S');
  }

  /** Types a line into the terminal and waits for what it prints. */
  async runInTerminal(line: string, prints: RegExp): Promise<void> {
    const terminal = this.page.locator('.terminal-wrapper.active .xterm');
    await terminal.waitFor();
    await terminal.click();
    await this.page.keyboard.type(line + '\n');
    await expectSoon.poll(() => this.terminalText(), { timeout: BUILD_MILLIS }).toMatch(prints);
  }

  async terminalText(): Promise<string> {
    return (await this.page.locator('.terminal-wrapper.active .xterm-rows').innerText()).replaceAll(
      '\u00a0',
      ' ',
    );
  }

  async download(name: string): Promise<string> {
    await this.file(name).click({ button: 'right' });
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      // a menu takes no click in its first tenth of a second
      this.page.getByRole('menuitem', { name: 'Download' }).click({ delay: 300 }),
    ]);
    return download.path();
  }

  async statusText(): Promise<string> {
    return this.page.locator('.statusbar').innerText();
  }
}
