import { ExtensionHostKind, registerExtension } from '@codingame/monaco-vscode-api/extensions';
import { matchers } from './matchers.ts';
import { PROJECT } from './projectTasks.ts';

/** Known by their names in a tasks.json, as in `"problemMatcher": "$gcc"`. */
export async function addProblemMatchers(): Promise<void> {
  const extension = registerExtension(
    {
      name: 'tasks',
      publisher: 'joyofhardware',
      version: '1.0.0',
      engines: { vscode: '*' },
      contributes: {
        taskDefinitions: [
          {
            type: PROJECT,
            required: ['task'],
            properties: {
              task: { type: 'string', description: 'What was found: build, simulate, clean, …' },
            },
          },
        ],
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
