import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const SHELL = new URL('./shell.html', import.meta.url);
const PAGE = /^\s*<!--\s*page title="([^"]*)" script="([a-z]+)" class="([a-z ]*)"\s*-->/;

/**
 * Puts the head, header and footer that all pages of the site share around what a page's file
 * holds: a first line `<!-- page title="…" script="…" class="…" -->` and the inside of `<main>`.
 */
export function shell(): Plugin {
  return {
    name: 'shell',
    transformIndexHtml: {
      order: 'pre',
      handler(html) {
        const page = PAGE.exec(html);
        if (page === null) return html; // the IDE has a document of its own
        const [first, title = '', script = '', kind = ''] = page;
        const parts: Readonly<Record<string, string>> = {
          '{{page-title}}': title,
          '{{page-script}}': script,
          '{{page-class}}': kind,
          '{{page-main}}': html.slice(first.length),
        };
        return readFileSync(SHELL, 'utf8').replace(
          /\{\{page-\w+\}\}/g,
          (name) => parts[name] ?? name,
        );
      },
    },
  };
}
