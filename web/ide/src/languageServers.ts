// Language servers start when a document of their language is first opened, and so does their code.
import type * as vscode from 'vscode';
import { explain } from '../../common/src/messages.ts';
import type { LanguageServers } from '../../protocol/src/index.ts';
import type { Agent } from './agent.ts';
import { SCHEME, type WorkspacePaths } from './fileSystem.ts';
import type { Tunnel } from './tunnel.ts';

/** One clangd knows both; what it knows of a header depends on who includes it. */
const SERVED_AS: Partial<Record<string, string>> = { c: 'cpp' };

interface Closable {
  dispose(): void;
}

export class StartedByDocuments implements Closable {
  private readonly started = new Map<string, Promise<Closable>>();
  private readonly opened: vscode.Disposable;
  private offered: Promise<LanguageServers> | undefined;

  constructor(
    private readonly workbench: typeof vscode,
    private readonly agent: Agent,
    private readonly tunnel: Tunnel,
    private readonly paths: WorkspacePaths,
  ) {
    this.opened = workbench.workspace.onDidOpenTextDocument((document) => {
      this.look(document);
    });
    workbench.workspace.textDocuments.forEach((document) => {
      this.look(document);
    });
  }

  private look(document: vscode.TextDocument): void {
    if (document.uri.scheme !== SCHEME) return;
    void this.start(document.languageId).catch((error: unknown) => {
      console.warn('language server', document.languageId, explain(error));
    });
  }

  private async start(language: string): Promise<void> {
    this.offered ??= this.agent.call<LanguageServers>('lsp/languages');
    const { languages, workspace } = await this.offered;
    if (!languages.includes(language)) return;
    const served = SERVED_AS[language] ?? language;
    if (this.started.has(served)) return;
    const all = languages.filter((each) => (SERVED_AS[each] ?? each) === served);
    this.started.set(served, this.connect(served, all, workspace));
    await this.started.get(served);
  }

  private async connect(served: string, languages: string[], workspace: string): Promise<Closable> {
    const { LanguageConnection } = await import('./languageClient.ts');
    const { LanguageState } = await import('./languageState.ts');
    const { ServerPaths } = await import('./serverPaths.ts');
    return new LanguageConnection({
      workbench: this.workbench,
      languages,
      paths: new ServerPaths(this.workbench.Uri, this.paths, workspace),
      state: new LanguageState(this.workbench, served, languages, localStorage),
      dial: () => this.tunnel.socket(`lsp/${served}`),
    });
  }

  dispose(): void {
    this.opened.dispose();
    for (const each of this.started.values()) {
      void each.then((connection) => {
        connection.dispose();
      });
    }
  }
}
