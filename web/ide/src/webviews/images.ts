// Images open as pictures, in a webview without scripts; an SVG is a text that can be shown as one.
import { ExtensionHostKind, registerExtension } from '@codingame/monaco-vscode-api/extensions';
import type * as vscode from 'vscode';

const IMAGE = 'joy.image';
const SVG = 'joy.svg';
const SHOW = 'joy.svg.show';

/** Shows images from now on: there is somewhere to show them. */
export function showImages(): void {
  const extension = registerExtension(
    {
      name: 'images',
      publisher: 'joyofhardware',
      version: '1.0.0',
      engines: { vscode: '*' },
      contributes: {
        customEditors: [
          {
            viewType: IMAGE,
            displayName: 'Image',
            priority: 'default',
            selector: [{ filenamePattern: '*.{png,jpg,jpeg,gif,bmp,ico,webp,avif}' }],
          },
          {
            viewType: SVG,
            displayName: 'Image',
            priority: 'option',
            selector: [{ filenamePattern: '*.svg' }],
          },
        ],
        commands: [{ command: SHOW, title: 'Show the Image to the Side', icon: '$(open-preview)' }],
        menus: {
          'editor/title': [
            {
              command: SHOW,
              when: 'resourceExtname == .svg && !activeCustomEditorId',
              group: 'navigation',
            },
          ],
          commandPalette: [{ command: SHOW, when: 'resourceExtname == .svg' }],
        },
      },
    },
    ExtensionHostKind.LocalProcess,
    { system: true },
  );
  extension.getApi().then(serve, (error: unknown) => {
    console.error('images can’t be shown:', error);
  });
}

function serve({
  commands,
  RelativePattern,
  Uri,
  ViewColumn,
  window,
  workspace,
}: typeof vscode): void {
  const provider: vscode.CustomReadonlyEditorProvider = {
    openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
    resolveCustomEditor: ({ uri }, panel) => {
      const { webview } = panel;
      const name = uri.path.split('/').at(-1) ?? '';
      let version = 0;
      const show = () => {
        const address = webview.asWebviewUri(uri).toString();
        webview.html = page(address, name, webview.cspSource, version++);
      };
      webview.options = { enableScripts: false, localResourceRoots: [Uri.joinPath(uri, '..')] };
      show();
      const watcher = workspace.createFileSystemWatcher(
        new RelativePattern(Uri.joinPath(uri, '..'), name),
      );
      watcher.onDidChange(show);
      panel.onDidDispose(() => {
        watcher.dispose();
      });
    },
  };
  for (const type of [IMAGE, SVG]) window.registerCustomEditorProvider(type, provider);
  commands.registerCommand(SHOW, async (uri?: vscode.Uri) => {
    const shown = uri ?? window.activeTextEditor?.document.uri;
    if (shown !== undefined)
      await commands.executeCommand('vscode.openWith', shown, SVG, ViewColumn.Beside);
  });
}

/** @param version makes a page of a changed file another one, so that the workbench loads it again */
function page(address: string, name: string, source: string, version: number): string {
  return `<!doctype html>
<html data-version="${version}">
  <head>
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src ${source}; style-src 'unsafe-inline'">
    <style>
      html, body { height: 100%; margin: 0; padding: 0; }
      body { display: grid; place-items: center; }
      img {
        max-width: calc(100% - 2rem);
        max-height: calc(100vh - 2rem);
        background: repeating-conic-gradient(#8883 0% 25%, transparent 0% 50%) 0 0 / 16px 16px;
      }
    </style>
  </head>
  <body><img src="${escaped(address)}" alt="${escaped(name)}: not an image that this browser can show"></body>
</html>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
