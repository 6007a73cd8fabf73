import { expect, it } from 'vitest';
import { isUnwantedCommand } from './unwanted.ts';

it('leaves out what has nothing behind it', () => {
  for (const id of [
    'workbench.action.openRecent',
    'workbench.action.chat.open',
    'workbench.action.browseColorThemesInMarketplace',
    'workbench.action.terminal.copyLastCommandOutput',
    'editor.action.inlineSuggest.trigger',
  ]) {
    expect(isUnwantedCommand(id), id).toBe(true);
  }
});

it('keeps what works', () => {
  for (const id of [
    'workbench.action.files.openFile',
    'workbench.action.files.save',
    'workbench.action.terminal.new',
    'workbench.action.terminal.split',
    'workbench.action.selectTheme',
    'workbench.action.openSettings',
    'editor.action.triggerSuggest',
    'joy.dashboard',
    'joy.git.commit',
  ]) {
    expect(isUnwantedCommand(id), id).toBe(false);
  }
});
