import { ExtensionHostKind, registerExtension } from '@codingame/monaco-vscode-api/extensions';
import { matchers } from './matchers.ts';

/** Known by their names in a tasks.json, as in `"problemMatcher": "$gcc"`. */
export async function addProblemMatchers(): Promise<void> {
  const extension = registerExtension(
    {
      name: 'tasks',
      publisher: 'joyofhardware',
      version: '1.0.0',
      engines: { vscode: '*' },
      contributes: {
        // both lists are waited for before a task is read
        problemPatterns: matchers.map(({ name, pattern }) => ({ name, ...pattern })),
        problemMatchers: matchers.map((each) => ({ ...each, pattern: '$' + each.name })),
      },
    },
    ExtensionHostKind.LocalProcess,
    { system: true },
  );
  await extension.whenReady();
}
