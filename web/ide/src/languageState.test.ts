import type * as vscode from 'vscode';
import { describe, expect, it } from 'vitest';
import { LanguageState, type Telling } from './languageState.ts';

/** A workbench that notes what is shown; the person answers with the first button, if at all. */
class TestingWorkbench {
  readonly shown: string[] = [];
  readonly item = {} as vscode.LanguageStatusItem;
  answers = false;

  readonly telling = {
    window: { showInformationMessage: this.show(), showWarningMessage: this.show() },
    languages: { createLanguageStatusItem: () => Object.assign(this.item, { dispose: noop }) },
    commands: { registerCommand: () => ({ dispose: noop }) },
    LanguageStatusSeverity: { Information: 0, Warning: 1, Error: 2 },
  } as unknown as Telling;

  private show() {
    return (text: string, button: string) => {
      this.shown.push(text);
      return Promise.resolve(this.answers ? button : undefined);
    };
  }
}

const noop = (): void => undefined;
const LOG = { show: noop };

class Memory {
  private readonly values = new Map<string, string>();
  getItem(key: string): string | null {
    return this.values.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.values.set(key, value);
  }
}

describe('what is told of a language server', () => {
  it('names a missing one in one notification, also at the next visit', () => {
    const memory = new Memory();
    const workbench = new TestingWorkbench();
    for (let visit = 0; visit < 3; visit++) {
      const state = new LanguageState(workbench.telling, 'vhdl', ['vhdl'], memory);
      void state.missing('vhdl_ls is not installed here. In a terminal: cargo install vhdl_ls');
    }
    expect(workbench.shown).toEqual([
      'For VHDL there are colours only: vhdl_ls is not installed here. ' +
        'In a terminal: cargo install vhdl_ls',
    ]);
    expect(workbench.item.detail).toContain('cargo install vhdl_ls');
  });

  it('goes on when the person wants another try', async () => {
    const workbench = new TestingWorkbench();
    workbench.answers = true;
    const state = new LanguageState(workbench.telling, 'vhdl', ['vhdl'], new Memory());
    await state.missing('not there');
    expect(workbench.item.busy).toBe(true);
  });

  it('tells of a crash once, and of a lost network never', () => {
    const workbench = new TestingWorkbench();
    const state = new LanguageState(workbench.telling, 'cpp', ['c', 'cpp'], new Memory());
    state.away(undefined, LOG);
    expect(workbench.shown).toEqual([]);
    state.away('clangd was ended by signal KILL; it starts again in 1 s', LOG);
    state.serves();
    state.away('clangd was ended by signal KILL; it starts again in 2 s', LOG);
    expect(workbench.shown).toHaveLength(1);
    expect(workbench.shown[0]).toContain('for C and C++ stopped: clangd was ended');
    expect(workbench.item.detail).toContain('again in 2 s');
  });
});
