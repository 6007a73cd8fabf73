// Results of a search as a text: its colours, and the way from a line of it to its file. The
// extension that VS Code has for this brings a script that our Content-Security-Policy doesn't run.
import { ExtensionHostKind, registerExtension } from '@codingame/monaco-vscode-api/extensions';
import grammar from '@codingame/monaco-vscode-search-result-default-extension/resources/searchResult.tmLanguage.json?url';
import type { WorkspacePaths } from './fileSystem.ts';
import { originOf } from './searchResultLines.ts';

const LANGUAGE = 'search-result';

const extension = registerExtension(
  {
    name: 'search-results',
    publisher: 'joyofhardware',
    version: '1.0.0',
    engines: { vscode: '*' },
    contributes: {
      languages: [{ id: LANGUAGE, extensions: ['.code-search'], aliases: ['Search Result'] }],
      grammars: [{ language: LANGUAGE, scopeName: 'text.searchResult', path: './grammar.json' }],
      configurationDefaults: { [`[${LANGUAGE}]`]: { 'editor.lineNumbers': 'off' } },
    },
  },
  ExtensionHostKind.LocalProcess,
  { system: true },
);
extension.registerFileUrl('grammar.json', grammar, { mimeType: 'application/json' });

/** A double click in the results, or F12, goes where they are from. */
export async function linkSearchResults(paths: WorkspacePaths): Promise<void> {
  const api = await extension.getApi();
  api.languages.registerDefinitionProvider(LANGUAGE, {
    provideDefinition(document, { line, character }) {
      const origin = originOf(document.getText().split(/\r?\n/), line, character);
      if (origin === undefined) return undefined;
      const place = new api.Position(origin.line, origin.column);
      return new api.Location(api.Uri.from(paths.uri(origin.path)), place);
    },
  });
}
