import { CancellationToken } from '@codingame/monaco-vscode-api/vscode/vs/base/common/cancellation';
import { Emitter } from '@codingame/monaco-vscode-api/vscode/vs/base/common/event';
import { DisposableStore } from '@codingame/monaco-vscode-api/vscode/vs/base/common/lifecycle';
import type { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri';
import { TextModel } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/model/textModel';
import type { ITextModel } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/model';
import type { IModelService } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/services/model.service';
import type { IWorkingCopy } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/workingCopy/common/workingCopy';
import type { IWorkingCopyService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/workingCopy/common/workingCopyService.service';
import { ApiError } from '../../../common/src/api.ts';
import { explain } from '../../../common/src/messages.ts';
import {
  type BuffersDocument,
  type BuffersEdit,
  type BuffersListing,
  type BuffersVersion,
  limits,
} from '../../../protocol/src/index.ts';
import type { Agent } from '../agent.ts';
import { SCHEME, type WorkspacePaths } from '../workspacePaths.ts';
import { type AgentBackups, type Base, writeBase } from './agentBackups.ts';
import { newId, type PageName } from './leftBehind.ts';
import { UnsavedText } from './unsavedText.ts';

/** From the first change that isn't sent: typing on doesn't put it off. */
const SEND_MILLIS = 400;
const RETRY_MILLIS = 2_000;

interface Tracked {
  readonly copy: IWorkingCopy;
  readonly name: string;
  readonly text: UnsavedText;
  readonly listeners: DisposableStore;
  timer: number | undefined;
  /** Why it can't be kept, when that isn't the connection. */
  problem: string | undefined;
}

/** Sends the text of every unsaved editor to the agent while it is typed. */
export class UnsavedTexts {
  private readonly tracked = new Map<string, Tracked>();
  private readonly changes = new Emitter<void>();
  /** What is not sent, or who writes what, has changed. */
  readonly onDidChange = this.changes.event;
  private readonly adopted = new Set<string>();
  private listing: BuffersListing = { buffers: [] };

  constructor(
    private readonly agent: Agent,
    private readonly paths: WorkspacePaths,
    private readonly page: PageName,
    private readonly backups: AgentBackups,
    private readonly models: IModelService,
    copies: IWorkingCopyService,
  ) {
    copies.onDidRegister((copy) => {
      this.look(copy);
    });
    copies.onDidChangeDirty((copy) => {
      this.look(copy);
    });
    copies.onDidChangeContent((copy) => {
      this.look(copy);
    });
    copies.onDidUnregister((copy) => {
      this.close(copy.resource.toString());
    });
    backups.tracks(this);
    agent.on('buffer/changed', (listing: BuffersListing) => {
      this.hear(listing);
    });
    agent.listen({
      connected: (connected) => {
        if (connected) void this.comeBack();
        else this.changes.fire();
      },
    });
    copies.modifiedWorkingCopies.forEach((copy) => {
      this.look(copy);
    });
  }

  isSent(resource: URI): boolean {
    return this.tracked.get(resource.toString())?.text.isSent ?? false;
  }

  /** Names of texts that the agent lacks, with the reason when it won't take them. */
  unsent(): { name: string; problem?: string }[] {
    return [...this.tracked.values()]
      .filter(({ text }) => !text.isSent)
      .map(({ name, problem }) => (problem === undefined ? { name } : { name, problem }));
  }

  isTracked(path: string): boolean {
    return this.tracked.has(this.paths.uri(path).toString());
  }

  /** Unsaved texts of other pages, as last heard. */
  others(): BuffersListing['buffers'] {
    return this.listing.buffers.filter(({ page }) => page !== this.page.now);
  }

  /** A text that was opened here from another page's: its own buffer follows, this one may go. */
  adopt(id: string): void {
    this.adopted.add(id);
    void this.closeAdopted();
  }

  private async closeAdopted(): Promise<void> {
    if (this.unsent().length > 0) return; // not before what was opened is at the agent itself
    for (const id of this.adopted) {
      this.adopted.delete(id);
      await this.agent.call('buffer/close', { id, page: this.page.now }).catch(() => undefined);
    }
  }

  private look(copy: IWorkingCopy): void {
    const key = copy.resource.toString();
    if (copy.typeId !== '' || ![SCHEME, 'untitled'].includes(copy.resource.scheme)) return;
    if (!copy.isModified()) this.close(key);
    else if (!this.tracked.has(key)) this.track(key, copy);
  }

  private track(key: string, copy: IWorkingCopy): void {
    const model = this.models.getModel(copy.resource);
    if (model === null) return; // it tells of its content again when it has one
    const left = this.backups.reopened(copy.resource);
    const language = left?.content.buffer.document.language;
    if (left?.path === null && language !== undefined && model instanceof TextModel)
      model.setLanguage(language);
    const text = new UnsavedText(
      left?.content.buffer.id ?? newId(),
      newId,
      () => model.getValue(),
      () => this.document(copy, model),
      (id, version, document, edits) => this.send(copy, id, version, document, edits),
    );
    const listeners = new DisposableStore();
    const entry: Tracked = {
      copy,
      name: this.document(copy, model).path ?? copy.name,
      text,
      listeners,
      timer: undefined,
      problem: undefined,
    };
    listeners.add(
      model.onDidChangeContent((event) => {
        if (event.isFlush || event.isEolChange) text.forget();
        else text.changed(event.changes);
        this.schedule(entry, SEND_MILLIS);
      }),
    );
    this.tracked.set(key, entry);
    this.schedule(entry, SEND_MILLIS);
    this.changes.fire();
  }

  private document(copy: IWorkingCopy, model: ITextModel): BuffersDocument {
    const language = model.getLanguageId();
    if (copy.resource.scheme === 'untitled') return { name: copy.resource.path, language };
    return { path: this.paths.path(copy.resource), name: copy.name, language };
  }

  private async send(
    copy: IWorkingCopy,
    id: string,
    version: number,
    document: BuffersDocument,
    edits: readonly BuffersEdit[],
  ): Promise<number> {
    // what a text says of its file is asked with each update: a save meanwhile changes it
    const { meta } = await copy.backup(CancellationToken.None);
    const full =
      meta === undefined ? document : { ...document, base: writeBase(meta as unknown as Base) };
    const update = { id, page: this.page.now, version, document: full, edits };
    if (JSON.stringify(update).length > limits.maxTextFrame - 1024)
      throw new ApiError(0, 'request.too_large', 'It is too large to be kept unsaved: save it.');
    return (await this.agent.call<BuffersVersion>('buffer/update', update)).version;
  }

  private schedule(entry: Tracked, millis: number): void {
    entry.timer ??= window.setTimeout(() => {
      entry.timer = undefined;
      void this.flush(entry);
    }, millis);
  }

  private async flush(entry: Tracked): Promise<void> {
    try {
      await entry.text.flush();
      entry.problem = undefined;
      await this.closeAdopted();
    } catch (error) {
      const lost =
        error instanceof ApiError && ['connection.lost', 'session.saving'].includes(error.code);
      entry.problem = lost ? undefined : explain(error);
      if (this.tracked.get(entry.copy.resource.toString()) === entry)
        this.schedule(entry, RETRY_MILLIS);
    }
    this.changes.fire();
  }

  /** Saved, or given up. */
  private close(key: string): void {
    const entry = this.tracked.get(key);
    if (entry === undefined) return;
    this.tracked.delete(key);
    entry.listeners.dispose();
    clearTimeout(entry.timer);
    void this.closeAtAgent(entry.text);
    this.changes.fire();
  }

  private async closeAtAgent(text: UnsavedText): Promise<void> {
    try {
      if (!text.isSent) await text.settled();
      await this.agent.call('buffer/close', { id: text.id, page: this.page.now });
    } catch (error) {
      // a lost connection: what nobody tracks is closed when it is back
      if (!(error instanceof ApiError)) throw error;
    }
  }

  private async comeBack(): Promise<void> {
    try {
      this.hear(await this.agent.call<BuffersListing>('buffer/list', { page: this.page.now }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error; // lost again: the next connection asks anew
      return;
    }
    const known = new Map(this.listing.buffers.map((buffer) => [buffer.id, buffer]));
    const mine = new Set([...this.tracked.values()].map(({ text }) => text.id));
    for (const entry of this.tracked.values()) {
      entry.text.forget(); // the agent may be another, with what a snapshot had
      void this.flush(entry);
    }
    for (const { id, page } of known.values()) {
      if (page === this.page.now && !mine.has(id) && !this.adopted.has(id))
        void this.agent.call('buffer/close', { id, page }).catch(() => undefined);
    }
  }

  private hear(listing: BuffersListing): void {
    this.listing = listing;
    const versions = new Map(listing.buffers.map(({ id, version }) => [id, version]));
    for (const entry of this.tracked.values()) {
      const version = versions.get(entry.text.id);
      if (version !== undefined && entry.text.heard(version)) this.schedule(entry, 0);
    }
    this.changes.fire();
  }
}
