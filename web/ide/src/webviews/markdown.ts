// The Markdown preview: the workbench's own built-in extension, in the extension host.
import type * as vscode from 'vscode';
import type { ApartOrigins } from './ask.ts';
import { MARKDOWN, serveScripts } from './origins.ts';

const LANGUAGE = 'markdown';
const PREVIEW = /markdown\.preview/;

/** Offers the preview once there is something that it could show. */
export function previewMarkdown(workbench: typeof vscode, origins: ApartOrigins): void {
  const { workspace, window } = workbench;
  let loading: Promise<void> | undefined;
  const look = (languages: readonly string[]) => {
    if (loading !== undefined || !languages.includes(LANGUAGE)) return;
    opened.dispose();
    loading = load(origins).catch((error: unknown) => {
      console.error('the Markdown preview could not be loaded:', error);
    });
  };
  const opened = workspace.onDidOpenTextDocument(({ languageId }) => {
    look([languageId]);
  });
  look(workspace.textDocuments.map(({ languageId }) => languageId));
  // a preview that a reload left open waits for its extension
  if (window.tabGroups.all.some(({ tabs }) => tabs.some(isPreview))) look([LANGUAGE]);
}

function isPreview({ input }: vscode.Tab): boolean {
  const type = (input as { readonly viewType?: string } | undefined)?.viewType;
  return type !== undefined && PREVIEW.test(type);
}

/** Imported late on purpose: with the host it is over a megabyte, and most files are no Markdown. */
async function load({ extensionHost }: ApartOrigins): Promise<void> {
  const [{ startExtensionHost }, { whenReady }] = await Promise.all([
    import('./extensionHost.ts'),
    import('@codingame/monaco-vscode-markdown-language-features-default-extension'),
  ]);
  serveScripts(MARKDOWN, extensionHost);
  await startExtensionHost();
  await whenReady();
}
