import { ExtensionHostKind, registerExtension } from '@codingame/monaco-vscode-api/extensions';
import type * as vscode from 'vscode';
import { api } from '../../common/src/api.ts';

const DASHBOARD = 'joy.dashboard';
const LOG_OUT = 'joy.logOut';

const CATEGORY = 'Joy of Hardware';

const extension = registerExtension(
  {
    name: 'workspace',
    publisher: 'joyofhardware',
    version: '1.0.0',
    engines: { vscode: '*' },
    contributes: {
      commands: [
        { command: DASHBOARD, title: 'Go to the Dashboard', category: CATEGORY },
        { command: LOG_OUT, title: 'Log Out', category: CATEGORY },
      ],
    },
  },
  ExtensionHostKind.LocalProcess,
  { system: true },
);

/** The extension API, and the commands that are ours. */
export async function registerCommands(): Promise<typeof vscode> {
  const workbench = await extension.getApi();
  workbench.commands.registerCommand(DASHBOARD, () => {
    location.assign('/dashboard');
  });
  workbench.commands.registerCommand(LOG_OUT, async () => {
    await api('POST', '/logout', { endSessions: true });
    location.assign('/');
  });
  return workbench;
}
