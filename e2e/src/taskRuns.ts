import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { Workbench } from './workbench.ts';

const SOON = { timeout: 20_000 };

/** Tasks as a person runs them, and what comes of it. */
export class TaskRuns {
  private readonly ide: Workbench;

  constructor(private readonly page: Page) {
    this.ide = new Workbench(page);
  }

  async command(title: string): Promise<void> {
    await this.page.keyboard.press('Control+Shift+P');
    await this.page
      .locator('.quick-input-widget input')
      .first()
      .fill('>' + title);
    await this.page.getByRole('option', { name: title }).first().click();
  }

  async run(label: string): Promise<void> {
    await this.command('Tasks: Run Task');
    await this.page
      .locator('.quick-input-widget')
      .getByPlaceholder('Select the task to run')
      .waitFor();
    await this.page.keyboard.type(label);
    await this.pick(label);
  }

  async pick(label: string): Promise<void> {
    await this.page.locator('.quick-input-list').getByText(label, { exact: true }).first().click();
  }

  /** They come a moment after the workbench. */
  async areThere(): Promise<void> {
    await expect
      .poll(async () => {
        await this.page.keyboard.press('Escape');
        await this.page.keyboard.press('Control+Shift+P');
        await this.page.locator('.quick-input-widget input').first().fill('>Tasks: Run Build Task');
        return this.page.getByRole('option', { name: 'Tasks: Run Build Task' }).count();
      }, SOON)
      .toBe(1);
    await this.page.keyboard.press('Escape');
  }

  /** All that is in view, as if it were one line. */
  async terminal(): Promise<string> {
    const rows = this.page
      .locator('.terminal-wrapper.active .xterm-rows')
      .filter({ visible: true });
    return (await rows.allInnerTexts()).join('').replaceAll('\u00a0', ' ').replaceAll('\n', '');
  }

  async goesTo(message: string, file: string, place: RegExp): Promise<void> {
    await this.page.getByRole('tab', { name: /^Problems/ }).click();
    await this.page.locator('.markers-panel').getByText(message).first().dblclick();
    await this.page.locator('.tab.active', { hasText: file }).waitFor();
    await expect.poll(() => this.ide.statusText(), SOON).toMatch(place);
    await this.page.locator('.editor-instance .monaco-editor.focused').waitFor();
  }
}
