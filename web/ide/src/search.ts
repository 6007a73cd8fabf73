// Search in files and quick open: the agent searches, the workbench shows.
import { getService } from '@codingame/monaco-vscode-api';
import type { CancellationToken } from '@codingame/monaco-vscode-api/vscode/vs/base/common/cancellation';
import { CancellationError } from '@codingame/monaco-vscode-api/vscode/vs/base/common/errors';
import {
  SearchError,
  SearchErrorCode,
  SearchProviderType,
  type IFileQuery,
  type ISearchComplete,
  type ISearchProgressItem,
  type ISearchResultProvider,
  type ITextQuery,
} from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/search/common/search';
import { ISearchService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/search/common/search.service';
import { TextSearchCompleteMessageType } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/search/common/searchExtTypes';
import { explain } from '../../common/src/messages.ts';
import {
  limits,
  type SearchDone,
  type SearchFiles,
  type SearchFound,
  type SearchMatches,
  type SearchText,
} from '../../protocol/src/index.ts';
import type { Agent } from './agent.ts';
import { SCHEME, type WorkspacePaths } from './fileSystem.ts';
import { matchOf, scopeOf } from './searchQueries.ts';

/** Straight to the search service, not by the extension API: one copy less of every result. */
export async function registerSearch(agent: Agent, paths: WorkspacePaths): Promise<void> {
  const service = await getService(ISearchService);
  const provider = new AgentSearch(agent, paths);
  service.registerSearchResultProvider(SCHEME, SearchProviderType.text, provider);
  service.registerSearchResultProvider(SCHEME, SearchProviderType.file, provider);
}

class AgentSearch implements ISearchResultProvider {
  private next = 1;
  private readonly matched = new Map<string, (matches: SearchMatches) => void>();

  constructor(
    private readonly agent: Agent,
    private readonly paths: WorkspacePaths,
  ) {
    agent.on('search/matches', (matches: SearchMatches) => {
      this.matched.get(matches.id)?.(matches);
    });
  }

  getAIName(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  async textSearch(
    query: ITextQuery,
    progress?: (item: ISearchProgressItem) => void,
    token?: CancellationToken,
  ): Promise<ISearchComplete> {
    const id = this.id();
    const { pattern, isRegExp, isCaseSensitive, isWordMatch, isMultiline } = query.contentPattern;
    this.matched.set(id, ({ files }) => {
      for (const { path, lines } of files) {
        progress?.({ resource: this.paths.uri(path), results: lines.map(matchOf) });
      }
    });
    try {
      const asked: SearchText = {
        id,
        pattern,
        regex: isRegExp ?? false,
        caseSensitive: isCaseSensitive ?? false,
        word: isWordMatch ?? false,
        multiline: isMultiline ?? false,
        scope: scopeOf(query),
        limit: query.maxResults ?? limits.maxSearchMatches,
      };
      const done = await this.ask<SearchDone>('search/text', asked, token);
      return { results: [], limitHit: done.limitHit, messages: messagesOf(done) };
    } finally {
      this.matched.delete(id);
    }
  }

  async fileSearch(query: IFileQuery, token?: CancellationToken): Promise<ISearchComplete> {
    const pattern = query.filePattern ?? '';
    const scope = scopeOf(query);
    const isGlob = query.shouldGlobMatchFilePattern === true && pattern !== '';
    // quick open asks once for nothing, so that what is typed next is answered at once
    const warming = query.cacheKey !== undefined && pattern === '';
    const asked: SearchFiles = {
      id: this.id(),
      query: isGlob ? '' : pattern,
      scope: isGlob ? { ...scope, includes: [...scope.includes, pattern] } : scope,
      limit: warming ? 0 : query.exists === true ? 1 : (query.maxResults ?? limits.maxFoundFiles),
    };
    const { paths, limitHit } = await this.ask<SearchFound>('search/files', asked, token);
    if (query.exists === true) return { results: [], limitHit: paths.length > 0, messages: [] };
    const results = paths.map((path) => ({ resource: this.paths.uri(path) }));
    return { results, limitHit: limitHit && !warming, messages: [] };
  }

  clearCache(): Promise<void> {
    return Promise.resolve();
  }

  private id(): string {
    return `${this.next++}`;
  }

  private async ask<T>(
    method: string,
    asked: SearchText | SearchFiles,
    token?: CancellationToken,
  ): Promise<T> {
    if (token?.isCancellationRequested === true) throw new CancellationError();
    const cancelling = token?.onCancellationRequested(() => {
      this.agent.call('search/cancel', { id: asked.id }).catch((error: unknown) => {
        console.info('search', asked.id, explain(error)); // the connection went: so did the search
      });
    });
    try {
      return await this.agent.call<T>(method, asked);
    } catch (error) {
      throw new SearchError(explain(error), SearchErrorCode.other);
    } finally {
      cancelling?.dispose();
    }
  }
}

function messagesOf({ longLines }: SearchDone): ISearchComplete['messages'] {
  if (longLines === 0) return [];
  const text =
    longLines === 1
      ? 'One matching line is longer than 1 MiB and isn’t shown.'
      : `${longLines} matching lines are longer than 1 MiB and aren’t shown.`;
  return [{ type: TextSearchCompleteMessageType.Warning, text }];
}
