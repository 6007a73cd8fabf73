import { createHighlighterCore, type HighlighterCore, type LanguageInput } from '@shikijs/core';
import { createJavaScriptRegexEngine } from '@shikijs/engine-javascript';

/** Longer files are shown plain: colours would keep the page from answering. */
export const LONGEST_COLOURED = 150_000;
const LONGEST_LINE = 2_000;

const languages: Readonly<Record<string, () => Promise<unknown>>> = {
  verilog: () => import('@shikijs/langs/verilog'),
  'system-verilog': () => import('@shikijs/langs/system-verilog'),
  vhdl: () => import('@shikijs/langs/vhdl'),
  nix: () => import('@shikijs/langs/nix'),
  c: () => import('@shikijs/langs/c'),
  cpp: () => import('@shikijs/langs/cpp'),
  python: () => import('@shikijs/langs/python'),
  rust: () => import('@shikijs/langs/rust'),
  make: () => import('@shikijs/langs/make'),
  tcl: () => import('@shikijs/langs/tcl'),
  shellscript: () => import('@shikijs/langs/shellscript'),
  json: () => import('@shikijs/langs/json'),
  yaml: () => import('@shikijs/langs/yaml'),
  toml: () => import('@shikijs/langs/toml'),
  javascript: () => import('@shikijs/langs/javascript'),
  typescript: () => import('@shikijs/langs/typescript'),
  java: () => import('@shikijs/langs/java'),
  markdown: () => import('@shikijs/langs/markdown'),
};

/** What a part of a line is called in code.css; the styles themselves would break the page's CSP. */
const theme = {
  name: 'joy',
  type: 'light' as const,
  fg: '#000000',
  bg: '#ffffff',
  settings: [
    { scope: ['comment'], settings: { foreground: '#000001' } },
    { scope: ['keyword', 'storage'], settings: { foreground: '#000002' } },
    {
      scope: ['support.type', 'entity.name.type', 'entity.name.class', 'storage.type'],
      settings: { foreground: '#000003' },
    },
    { scope: ['string'], settings: { foreground: '#000004' } },
    { scope: ['constant'], settings: { foreground: '#000005' } },
    { scope: ['entity.name.function', 'support.function'], settings: { foreground: '#000006' } },
    { scope: ['keyword.operator'], settings: { foreground: '#000000' } },
  ],
};
const classes: Readonly<Record<string, string>> = {
  '#000001': 't-comment',
  '#000002': 't-keyword',
  '#000003': 't-type',
  '#000004': 't-string',
  '#000005': 't-number',
  '#000006': 't-function',
};

let made: Promise<HighlighterCore> | undefined;

/** Parts of a line, each with its class or none. */
export type Line = readonly { readonly text: string; readonly kind: string | undefined }[];

export async function coloured(text: string, language: string): Promise<readonly Line[]> {
  const load = languages[language];
  if (load === undefined) throw new Error(`no grammar for ${language}`);
  made ??= createHighlighterCore({
    themes: [theme],
    langs: [],
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  });
  const highlighter = await made;
  await highlighter.loadLanguage(load as LanguageInput);
  const { tokens } = highlighter.codeToTokens(text, {
    lang: language,
    theme: 'joy',
    tokenizeMaxLineLength: LONGEST_LINE,
  });
  return tokens.map((line) =>
    line.map((token) => ({
      text: token.content,
      kind: classes[(token.color ?? '').toLowerCase()],
    })),
  );
}
