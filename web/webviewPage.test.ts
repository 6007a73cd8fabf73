import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { page, PAGE } from './webviewPage.ts';

const original = readFileSync(new URL(PAGE, import.meta.url), 'utf8');

describe('the page around a webview’s content', () => {
  it('has one script, which its policy names by its hash', () => {
    const made = page(original, 'class Resources {}');
    const scripts = [...made.matchAll(/<script[^>]*>([^]*?)<\/script>/g)];
    expect(scripts).toHaveLength(1);
    const hash = createHash('sha256')
      .update(scripts[0]?.[1] ?? '')
      .digest('base64');
    expect(made).toContain(`script-src 'sha256-${hash}' 'self'; frame-src 'self'`);
  });

  it('is refused when the workbench has another one', () => {
    expect(() => page(original.replaceAll('toContentHtml(', 'other('), '')).toThrow(/has changed/);
  });
});
