import { expect, it } from 'vitest';
import { isUnwantedCommand, isUnwantedSetting } from './unwanted.ts';

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
    'workbench.action.openWorkspaceSettings',
    'workbench.action.terminal.new',
    'workbench.action.terminal.split',
    'workbench.action.selectTheme',
    'workbench.action.openSettings',
    'editor.action.triggerSuggest',
    'workbench.action.tasks.runTask',
    'workbench.action.tasks.build',
    'workbench.action.tasks.terminate',
    'workbench.action.tasks.openUserTasks',
    'joy.dashboard',
    'joy.git.commit',
  ]) {
    expect(isUnwantedCommand(id), id).toBe(false);
  }
});

it('keeps a command that only sounds like one of them', () => {
  for (const id of ['team.chat.open', 'alarm.snooze', 'parts.marketplace', 'remotely', 'updates']) {
    expect(isUnwantedCommand(id), id).toBe(false);
  }
});

it('leaves out settings of the same, and keeps the others', () => {
  expect(isUnwantedSetting('chat.agent.maxRequests')).toBe(true);
  expect(isUnwantedSetting('terminal.integrated.profiles.linux')).toBe(true);
  expect(isUnwantedSetting('terminal.integrated.fontSize')).toBe(false);
  expect(isUnwantedSetting('editor.fontSize')).toBe(false);
});
