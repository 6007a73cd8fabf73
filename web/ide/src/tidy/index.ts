import {
  isIMenuItem,
  MenuRegistry,
} from '@codingame/monaco-vscode-api/vscode/vs/platform/actions/common/actions';
import { isUnwantedCommand } from './unwanted.ts';

/**
 * Takes what has no meaning here out of the palette and of every menu: all of them are read from
 * one registry, which takes nothing back. The commands themselves stay, as the workbench calls some.
 */
export function tidyMenus(): void {
  const all = MenuRegistry.getMenuItems.bind(MenuRegistry);
  MenuRegistry.getMenuItems = (menu) =>
    all(menu).filter((item) => !isIMenuItem(item) || !isUnwantedCommand(item.command.id));
}
