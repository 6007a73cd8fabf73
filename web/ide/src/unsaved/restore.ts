import { getService } from '@codingame/monaco-vscode-api';
import type { IEditorOverrideServices } from '@codingame/monaco-vscode-api';
import { IModelService } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/services/model.service';
import { ITextFileService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/textfile/common/textfiles.service';
import { IWorkingCopyBackupService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/workingCopy/common/workingCopyBackup.service';
import { IWorkingCopyService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/workingCopy/common/workingCopyService.service';
import type * as vscode from 'vscode';
import type { BuffersContent } from '../../../protocol/src/index.ts';
import type { Agent } from '../agent.ts';
import type { AgentFileSystem, WorkspacePaths } from '../fileSystem.ts';
import { AgentBackups, readBase } from './agentBackups.ts';
import { type LeftBehind, pageName, takeLeftBehind } from './leftBehind.ts';
import { UnsavedTexts } from './unsavedTexts.ts';

/** Keeps unsaved texts at the agent, and opens again what was left there. */
export class Unsaved {
  private readonly page = pageName();
  private readonly left: Promise<LeftBehind[]>;
  private backups: AgentBackups | undefined;

  constructor(
    private readonly agent: Agent,
    private readonly paths: WorkspacePaths,
  ) {
    this.left = takeLeftBehind(agent, this.page);
  }

  /** Before the workbench starts. */
  async services(files: AgentFileSystem): Promise<IEditorOverrideServices> {
    const left = await this.left;
    for (const { path, content } of left) {
      const base = readBase(content.buffer.document.base);
      if (path !== null && base !== undefined) files.versions.loaded(path, base.mtime, base.size);
    }
    const backups = new AgentBackups(left, this.paths);
    this.backups = backups;
    return { [IWorkingCopyBackupService.toString()]: backups };
  }

  /** Once the workbench stands. */
  async track(workbench: typeof vscode): Promise<UnsavedTexts> {
    if (this.backups === undefined) throw new Error('the workbench was started without backups');
    const texts = new UnsavedTexts(
      this.agent,
      this.paths,
      this.page,
      this.backups,
      await getService(IModelService),
      await getService(IWorkingCopyService),
    );
    this.tellOfOthers(workbench, texts);
    return texts;
  }

  /** Says, once a text, that another window has unsaved changes of a file that is edited here. */
  private tellOfOthers(workbench: typeof vscode, texts: UnsavedTexts): void {
    const told = new Set<string>();
    const offered = new Set<string>();
    texts.onDidChange(() => {
      for (const { id, held, document } of texts.others()) {
        const { path, name } = document;
        if (held && path !== undefined && texts.isTracked(path) && !told.has(id)) {
          told.add(id);
          void workbench.window.showWarningMessage(
            `${path} has unsaved changes in another window too. Both are kept; who saves last is shown the other’s first.`,
          );
        } else if (!held && !offered.has(id)) {
          offered.add(id);
          void this.offer(workbench, texts, id, path ?? name);
        }
      }
    });
  }

  /** A window has gone and left an unsaved text. */
  private async offer(
    workbench: typeof vscode,
    texts: UnsavedTexts,
    id: string,
    name: string,
  ): Promise<void> {
    const open = 'Open Here';
    const text = `A window that was closed has left unsaved changes of ${name}.`;
    if ((await workbench.window.showInformationMessage(text, open)) !== open) return;
    const content = await this.agent.call<BuffersContent>('buffer/take', {
      id,
      page: this.page.now,
    });
    const path = content.buffer.document.path;
    if (path !== undefined && !texts.isTracked(path)) {
      const uri = this.paths.uri(path);
      const model = await (await getService(ITextFileService)).files.resolve(uri);
      model.textEditorModel?.setValue(content.text);
      await workbench.commands.executeCommand('vscode.open', uri);
    } else {
      const language = content.buffer.document.language;
      const made = await workbench.workspace.openTextDocument({
        content: content.text,
        ...(language === undefined ? {} : { language }),
      });
      await workbench.window.showTextDocument(made);
    }
    texts.adopt(id);
  }
}
