import type { IExpression } from '@codingame/monaco-vscode-api/vscode/vs/base/common/glob';
import type {
  IFileQuery,
  ITextQuery,
  ITextSearchMatch,
} from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/search/common/search';
import type { SearchLine, SearchScope } from '../../protocol/src/index.ts';

type Query = Pick<
  IFileQuery | ITextQuery,
  'includePattern' | 'excludePattern' | 'folderQueries'
> & { readonly userDisabledExcludesAndIgnoreFiles?: boolean };

/** Which files the workbench wants looked at. Its globs begin at the root, ripgrep's needn't. */
export function scopeOf(query: Query): SearchScope {
  const folder = query.folderQueries[0];
  const excludes = [query.excludePattern, ...(folder?.excludePattern ?? []).map((e) => e.pattern)];
  return {
    includes: [...globs(query.includePattern), ...globs(folder?.includePattern)],
    excludes: excludes.flatMap(globs),
    ignoreFiles:
      folder?.disregardIgnoreFiles !== true && query.userDisabledExcludesAndIgnoreFiles !== true,
  };
}

/** Clauses about siblings ("when") have no meaning for ripgrep, as they have none for VS Code's own. */
function globs(expression: IExpression | undefined): string[] {
  return Object.entries(expression ?? {})
    .filter(([, holds]) => holds === true)
    .map(([glob]) => (glob.startsWith('**') || glob.startsWith('/') ? glob : `/${glob}`));
}

/** A line as the search view shows it. Its text ends in a line break: an empty one is no match there. */
export function matchOf({ line, column, text, matches }: SearchLine): ITextSearchMatch {
  const within = (at: number, of: number) => (at === line ? of - column : of);
  return {
    previewText: text + '\n',
    rangeLocations: matches.map((span) => ({
      source: {
        startLineNumber: span.fromLine,
        startColumn: span.from,
        endLineNumber: span.toLine,
        endColumn: span.to,
      },
      preview: {
        startLineNumber: span.fromLine - line,
        startColumn: within(span.fromLine, span.from),
        endLineNumber: span.toLine - line,
        endColumn: within(span.toLine, span.to),
      },
    })),
  };
}
