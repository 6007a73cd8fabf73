// Webviews and the extension host run on origins of their own, so that what a repository brings
// reaches neither the page, nor its cookie, nor the API.
import { registerAssets } from '@codingame/monaco-vscode-api/assets';
import { FileAccess } from '@codingame/monaco-vscode-api/vscode/vs/base/common/network';
import { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri';
import darkIcon from '@codingame/monaco-vscode-markdown-language-features-default-extension/resources/preview-dark.svg?url';
import lightIcon from '@codingame/monaco-vscode-markdown-language-features-default-extension/resources/preview-light.svg?url';
import webviewPage from 'webview:page';
import type { ApartOrigins } from './ask.ts';

const WEBVIEW = 'vs/workbench/contrib/webview/browser/pre/';
export const MARKDOWN = 'vscode.markdown-language-features';
const HOST_PAGE = 'vs/workbench/services/extensions/worker/webWorkerExtensionHostIframe.html';

/** Tells the workbench where their pages are; without this it would frame them on our own origin. */
export function serveApart({ webviews, extensionHost }: ApartOrigins): void {
  place(`${WEBVIEW}index.html`, on(webviews, webviewPage));
  move(`${WEBVIEW}fake.html`, webviews);
  move(HOST_PAGE, extensionHost);
  // the tab of a preview that a reload left open is there before its extension is
  for (const [name, address] of [
    ['dark', darkIcon],
    ['light', lightIcon],
  ] as const) {
    const icon = URI.parse(`extension-file://${MARKDOWN}/extension/media/preview-${name}.svg`);
    FileAccess.registerStaticBrowserUri(icon, URI.parse(new URL(address, location.href).href));
  }
}

function move(asset: `vs/${string}`, origin: string): void {
  place(asset, on(origin, FileAccess.asBrowserUri(asset).toString(true)));
}

function place(asset: string, address: string): void {
  registerAssets({ [asset]: () => address });
}

/** The extension host may load scripts from its own origin alone: an extension's code is there, too. */
export function serveScripts(extension: string, extensionHost: string): void {
  for (const file of [...FileAccess.getRegisteredBrowserUris()]) {
    if (file.authority !== extension || !/\/dist\/.*\.js$/.test(file.path)) continue;
    const here = FileAccess.uriToBrowserUri(file).toString(true);
    FileAccess.registerStaticBrowserUri(file, URI.parse(on(extensionHost, here)));
  }
}

/** The same asset on another of our origins. */
export function on(origin: string, address: string): string {
  return new URL(new URL(address, location.href).pathname, origin).href;
}
