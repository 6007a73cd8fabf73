import type * as vscode from 'vscode';
import type { TerminalInfoLinks, TerminalInfoShown } from '../../protocol/src/index.ts';
import type { Agent } from './agent.ts';
import type { WorkspacePaths } from './fileSystem.ts';
import { linksIn, type LinkText } from './linkTexts.ts';

/**
 * `file:line:column` in what a terminal prints opens the file there. The workbench's own links look
 * for files on the browser's machine; only the agent knows where a shell is.
 */
export function registerTerminalLinks(
  api: typeof vscode,
  agent: Agent,
  paths: WorkspacePaths,
): vscode.Disposable {
  class FileLink extends api.TerminalLink {
    constructor(
      text: LinkText,
      readonly file: string,
      readonly place = new api.Position(text.line - 1, text.column - 1),
    ) {
      super(text.start, text.length, 'Open file');
    }
  }
  return api.window.registerTerminalLinkProvider({
    async provideTerminalLinks({ line, terminal }) {
      const texts = linksIn(line);
      const pid = await terminal.processId;
      if (pid === undefined || texts.length === 0) return [];
      const shown: TerminalInfoShown = { pid, paths: texts.map(({ path }) => path) };
      const links = await agent.call<TerminalInfoLinks>('terminal/links', shown);
      return texts.flatMap((text, at) => {
        const file = links.paths[at] ?? '';
        return file === '' ? [] : [new FileLink(text, file)];
      });
    },
    async handleTerminalLink(link) {
      if (!(link instanceof FileLink)) return;
      await api.window.showTextDocument(api.Uri.from(paths.uri(link.file)), {
        selection: new api.Range(link.place, link.place),
      });
    },
  });
}
