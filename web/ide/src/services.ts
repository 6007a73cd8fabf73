// The parts of the VS Code workbench this IDE is made of.
import type { IEditorOverrideServices } from '@codingame/monaco-vscode-api';
import accessibility from '@codingame/monaco-vscode-accessibility-service-override';
import configuration from '@codingame/monaco-vscode-configuration-service-override';
import dialogs from '@codingame/monaco-vscode-dialogs-service-override';
import environment from '@codingame/monaco-vscode-environment-service-override';
import explorer from '@codingame/monaco-vscode-explorer-service-override';
import extensions from '@codingame/monaco-vscode-extensions-service-override';
import keybindings from '@codingame/monaco-vscode-keybindings-service-override';
import languages from '@codingame/monaco-vscode-languages-service-override';
import lifecycle from '@codingame/monaco-vscode-lifecycle-service-override';
import log from '@codingame/monaco-vscode-log-service-override';
import markers from '@codingame/monaco-vscode-markers-service-override';
import model from '@codingame/monaco-vscode-model-service-override';
import multiDiff from '@codingame/monaco-vscode-multi-diff-editor-service-override';
import notifications from '@codingame/monaco-vscode-notifications-service-override';
import outline from '@codingame/monaco-vscode-outline-service-override';
import output from '@codingame/monaco-vscode-output-service-override';
import preferences from '@codingame/monaco-vscode-preferences-service-override';
import quickaccess from '@codingame/monaco-vscode-quickaccess-service-override';
import scm from '@codingame/monaco-vscode-scm-service-override';
import snippets from '@codingame/monaco-vscode-snippets-service-override';
import terminal, {
  type ITerminalBackend,
} from '@codingame/monaco-vscode-terminal-service-override';
import textmate from '@codingame/monaco-vscode-textmate-service-override';
import theme from '@codingame/monaco-vscode-theme-service-override';
import workbench from '@codingame/monaco-vscode-workbench-service-override';
import workingCopy from '@codingame/monaco-vscode-working-copy-service-override';
import '@codingame/monaco-vscode-json-default-extension';
import '@codingame/monaco-vscode-markdown-basics-default-extension';
import '@codingame/monaco-vscode-theme-defaults-default-extension';
import '@codingame/monaco-vscode-theme-seti-default-extension';
import 'vscode/localExtensionHost';
import { searchService } from './searchService.ts';
import { models } from './models.ts';

export function workbenchServices(terminals: ITerminalBackend): IEditorOverrideServices {
  return {
    ...log(),
    ...extensions({ enableWorkerExtensionHost: false }),
    ...model(),
    ...models(),
    ...notifications(),
    ...dialogs(),
    ...configuration(),
    ...keybindings(),
    ...textmate(),
    ...theme(),
    ...languages(),
    ...preferences(),
    ...snippets(),
    ...outline(),
    ...output(),
    ...terminal(terminals),
    ...markers(),
    ...accessibility(),
    ...lifecycle(),
    ...environment(),
    ...workingCopy(),
    ...explorer(),
    ...workbench(),
    ...scm(),
    ...multiDiff(),
    ...searchService(),
    ...quickaccess({
      isKeybindingConfigurationVisible: () => true,
      shouldUseGlobalPicker: () => true,
    }),
  };
}
