import {
  isIMenuItem,
  MenuRegistry,
} from '@codingame/monaco-vscode-api/vscode/vs/platform/actions/common/actions';
import {
  type IAction,
  SubmenuAction,
} from '@codingame/monaco-vscode-api/vscode/vs/base/common/actions';
import { EditorExtensionsRegistry } from '@codingame/monaco-vscode-api/vscode/vs/editor/browser/editorExtensions';
import { DropdownWithPrimaryActionViewItem } from '@codingame/monaco-vscode-api/vscode/vs/platform/actions/browser/dropdownWithPrimaryActionViewItem';
import { KeybindingsRegistry } from '@codingame/monaco-vscode-api/vscode/vs/platform/keybinding/common/keybindingsRegistry';
import { GlobalCompositeBar } from '@codingame/monaco-vscode-api/vscode/vs/workbench/browser/parts/globalCompositeBar';
import { EditorGroupWatermark } from '@codingame/monaco-vscode-api/vscode/vs/workbench/browser/parts/editor/editorGroupWatermark';
import { KeybindingsEditorModel } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/preferences/browser/keybindingsEditorModel';
import { DefaultSettings } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/preferences/common/preferencesModels';
import { SettingsEditor2 } from '@codingame/monaco-vscode-preferences-service-override/vscode/vs/workbench/contrib/preferences/browser/settingsEditor2';
import { isUnwantedCommand, isUnwantedMenu, isUnwantedSetting } from './unwanted.ts';

/** Words that the search of Settings proposes, of settings that are not there. */
const PROPOSED =
  /^@(tag:(notebook|requireTrusted|workspaceTrust|sync|usesOnline|telemetry)|feature:(debug|extensions|comments|remote|timeline|notebook|chat)|ext:|policy|hasPolicy)/;

/**
 * Takes what has no meaning here out of the palette, of every menu, of the shortcuts and of
 * Settings: each is read from a registry that takes nothing back, so that it is filtered where it is
 * read. The commands themselves stay, as the workbench calls some.
 */
export function tidyMenus(): void {
  const menu = MenuRegistry.getMenuItems.bind(MenuRegistry);
  MenuRegistry.getMenuItems = (id) =>
    menu(id).filter((item) =>
      isIMenuItem(item) ? !isUnwantedCommand(item.command.id) : !isUnwantedMenu(item.submenu.id),
    );
  const actions = EditorExtensionsRegistry.getEditorActions;
  EditorExtensionsRegistry.getEditorActions = () =>
    [...actions()].filter(({ id }) => !isUnwantedCommand(id));
  const keys = KeybindingsRegistry.getDefaultKeybindings.bind(KeybindingsRegistry);
  KeybindingsRegistry.getDefaultKeybindings = () =>
    keys().filter(({ command }) => command === null || !isUnwantedCommand(command));
  const shortcuts = KeybindingsEditorModel.prototype as unknown as {
    fetch: (...asked: unknown[]) => { keybindingItem: { keybinding?: unknown; command: string } }[];
  };
  const { fetch } = shortcuts;
  shortcuts.fetch = function (...asked) {
    // what a person has bound nevertheless can be unbound there
    return fetch.apply(this, asked).filter(({ keybindingItem: { keybinding, command } }) => {
      return keybinding !== undefined || !isUnwantedCommand(command);
    });
  };
  const settings = DefaultSettings.prototype as unknown as {
    parseSetting: (key: string, ...rest: unknown[]) => unknown;
  };
  const { parseSetting } = settings;
  settings.parseSetting = function (key, ...rest) {
    return isUnwantedSetting(key) ? undefined : parseSetting.call(this, key, ...rest);
  };
  const search = SettingsEditor2 as unknown as { SUGGESTIONS: string[] };
  search.SUGGESTIONS = search.SUGGESTIONS.filter((one) => !PROPOSED.test(one));
  const dropdown = DropdownWithPrimaryActionViewItem.prototype as unknown as {
    update: (action: IAction, entries: IAction[], icon?: string) => void;
  };
  const { update } = dropdown;
  dropdown.update = function (action, entries, icon) {
    update.call(this, action, entries.filter(hasEntries), icon);
  };
  // its only entry shows the accounts of a maker
  GlobalCompositeBar.prototype.getContextMenuActions = () => [];
  // all it has to offer here, not three of them by chance
  (EditorGroupWatermark as unknown as { MINIMUM_ENTRIES: number }).MINIMUM_ENTRIES = 5;
}

/** A terminal's menu ends in one of profiles, of which there are none. */
function hasEntries(action: IAction): boolean {
  return !(action instanceof SubmenuAction) || action.actions.length > 0;
}
