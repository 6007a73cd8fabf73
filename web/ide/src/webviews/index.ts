import type * as vscode from 'vscode';
import type { ApartOrigins } from './ask.ts';
import { showImages } from './images.ts';
import { previewMarkdown } from './markdown.ts';

export { serveApart } from './origins.ts';

export function showWebviews(workbench: typeof vscode, origins: ApartOrigins | undefined): void {
  if (origins === undefined) return;
  previewMarkdown(workbench, origins);
  showImages();
}
