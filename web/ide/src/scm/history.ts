import type * as vscode from 'vscode';
import type {
  GitBase,
  GitBranches,
  GitFiles,
  GitLog,
  GitLogEntry,
  GitRef,
} from '../../../protocol/src/index.ts';
import type { Repository } from './repository.ts';
import type { SourceControlView } from './sourceControl.ts';

const PAGE = 50;
const MOST = 500;

/** The graph of commits below the changes. */
export class History implements vscode.SourceControlHistoryProvider {
  currentHistoryItemRef: vscode.SourceControlHistoryItemRef | undefined;
  currentHistoryItemRemoteRef: vscode.SourceControlHistoryItemRef | undefined;
  readonly currentHistoryItemBaseRef = undefined;
  readonly onDidChangeCurrentHistoryItemRefs: vscode.Event<void>;
  readonly onDidChangeHistoryItemRefs: vscode.Event<vscode.SourceControlHistoryItemRefsChangeEvent>;
  private readonly current: vscode.EventEmitter<void>;
  private readonly refs: vscode.EventEmitter<vscode.SourceControlHistoryItemRefsChangeEvent>;
  private known = new Map<string, vscode.SourceControlHistoryItemRef>();
  private shown = '';

  constructor(
    private readonly api: typeof vscode,
    private readonly repository: Repository,
    private readonly view: SourceControlView,
  ) {
    this.current = new api.EventEmitter();
    this.refs = new api.EventEmitter();
    this.onDidChangeCurrentHistoryItemRefs = this.current.event;
    this.onDidChangeHistoryItemRefs = this.refs.event;
  }

  /** Reads the refs again and tells what is different; also when older history has arrived. */
  async refresh(): Promise<void> {
    const { refs } = await this.repository.call<GitBranches>('branches');
    const before = this.known;
    const all = refs.map((ref) => this.ref(ref));
    this.known = new Map(all.map((ref) => [ref.id, ref]));
    const status = this.repository.status;
    const branch = refs.find(({ current }) => current);
    const remote = refs.find(({ ref }) => ref === `refs/remotes/${branch?.upstream ?? ''}`);
    this.currentHistoryItemRef =
      branch !== undefined ? this.ref(branch) : this.detached(status?.head);
    this.currentHistoryItemRemoteRef = remote === undefined ? undefined : this.ref(remote);
    const shown = [
      this.currentHistoryItemRef?.id,
      this.currentHistoryItemRef?.revision,
      remote?.ref,
      remote?.commit,
      status?.shallow,
    ].join(' ');
    if (shown !== this.shown) this.current.fire();
    this.shown = shown;
    this.refs.fire({
      added: all.filter(({ id }) => !before.has(id)),
      removed: [...before.values()].filter(({ id }) => !this.known.has(id)),
      modified: all.filter(
        ({ id, revision }) => before.has(id) && before.get(id)?.revision !== revision,
      ),
      silent: false,
    });
  }

  private ref(ref: GitRef): vscode.SourceControlHistoryItemRef {
    const [, kind] = ref.ref.split('/');
    const [icon, category] =
      kind === 'tags'
        ? ['tag', 'tags']
        : kind === 'remotes'
          ? ['cloud', 'remote branches']
          : ['git-branch', 'branches'];
    return {
      id: ref.ref,
      name: ref.name,
      revision: ref.commit,
      description: ref.subject,
      icon: new this.api.ThemeIcon(icon),
      category,
    };
  }

  private detached(head: string | undefined): vscode.SourceControlHistoryItemRef | undefined {
    if (head === undefined) return undefined;
    const icon = new this.api.ThemeIcon('git-commit');
    return { id: head, name: head.slice(0, 8), revision: head, icon };
  }

  provideHistoryItemRefs(wanted: string[] | undefined): vscode.SourceControlHistoryItemRef[] {
    return [...this.known.values()].filter(({ id }) => wanted?.includes(id) ?? true);
  }

  async provideHistoryItems(
    options: vscode.SourceControlHistoryOptions,
  ): Promise<vscode.SourceControlHistoryItem[]> {
    if (this.repository.status?.head === undefined) return [];
    const { limit } = options;
    const until = typeof limit === 'object' ? limit.id : undefined;
    const { commits } = await this.repository.call<GitLog>('log', {
      refs: options.historyItemRefs ?? [],
      skip: options.skip ?? 0,
      limit: typeof limit === 'object' ? MOST : (limit ?? PAGE),
    });
    const end = until === undefined ? -1 : commits.findIndex(({ id }) => id === until);
    return (end < 0 ? commits : commits.slice(0, end + 1)).map((commit) => this.item(commit));
  }

  private item(commit: GitLogEntry): vscode.SourceControlHistoryItem {
    const [subject = ''] = commit.message.split('\n', 1);
    return {
      id: commit.id,
      parentIds: [...commit.parents],
      subject,
      message: commit.message,
      displayId: commit.id.slice(0, 8),
      author: commit.author,
      authorEmail: commit.email,
      timestamp: commit.time,
      references: commit.refs.map((id) => this.known.get(id)).filter((ref) => ref !== undefined),
    };
  }

  async provideHistoryItemChanges(
    commit: string,
    parent: string | undefined,
  ): Promise<vscode.SourceControlHistoryItemChange[]> {
    const { files } = await this.repository.call<GitFiles>('files', {
      commit,
      ...(parent === undefined ? {} : { parent }),
    });
    return files.map(({ path, from, kind }) => ({
      uri: this.view.file(path),
      originalUri:
        kind === 'added' || parent === undefined
          ? undefined
          : this.view.oldFile(from ?? path, parent),
      modifiedUri: kind === 'deleted' ? undefined : this.view.oldFile(path, commit),
    }));
  }

  async resolveHistoryItem(id: string): Promise<vscode.SourceControlHistoryItem | undefined> {
    const { commits } = await this.repository.call<GitLog>('log', {
      refs: [id],
      skip: 0,
      limit: 1,
    });
    return commits[0] === undefined ? undefined : this.item(commits[0]);
  }

  async resolveHistoryItemRefsCommonAncestor(refs: string[]): Promise<string | undefined> {
    if (refs.length < 2) return undefined;
    return (await this.repository.call<GitBase>('mergeBase', { refs })).commit;
  }

  resolveHistoryItemChatContext(): undefined {
    return undefined;
  }

  resolveHistoryItemChangeRangeChatContext(): undefined {
    return undefined;
  }
}
