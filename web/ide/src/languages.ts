// Grammars of the hardware languages, from @shikijs/langs (MIT), as one built-in extension.
import { ExtensionHostKind, registerExtension } from '@codingame/monaco-vscode-api/extensions';
import c from 'grammar:c';
import cpp from 'grammar:cpp';
import nix from 'grammar:nix';
import python from 'grammar:python';
import verilogSystem from 'grammar:system-verilog';
import tcl from 'grammar:tcl';
import verilog from 'grammar:verilog';
import vhdl from 'grammar:vhdl';
import cLike from './languages/c-like.json?url';
import dashes from './languages/dashes.json?url';
import hash from './languages/hash.json?url';
import make from 'grammar:make';
import shell from 'grammar:shellscript';

const LANGUAGES = [
  {
    id: 'verilog',
    alias: 'Verilog',
    extensions: ['.v', '.vh'],
    scope: 'source.verilog',
    grammar: verilog,
    settings: cLike,
  },
  {
    id: 'systemverilog',
    alias: 'SystemVerilog',
    extensions: ['.sv', '.svh'],
    scope: 'source.systemverilog',
    grammar: verilogSystem,
    settings: cLike,
  },
  {
    id: 'vhdl',
    alias: 'VHDL',
    extensions: ['.vhd', '.vhdl'],
    scope: 'source.vhdl',
    grammar: vhdl,
    settings: dashes,
  },
  {
    id: 'nix',
    alias: 'Nix',
    extensions: ['.nix', '.shell'],
    scope: 'source.nix',
    grammar: nix,
    settings: hash,
  },
  {
    id: 'tcl',
    alias: 'Tcl',
    extensions: ['.tcl', '.sdc', '.xdc'],
    scope: 'source.tcl',
    grammar: tcl,
    settings: hash,
  },
  {
    id: 'makefile',
    alias: 'Makefile',
    extensions: ['.mk'],
    filenames: ['Makefile'],
    scope: 'source.makefile',
    grammar: make,
    settings: hash,
  },
  {
    id: 'shellscript',
    alias: 'Shell',
    extensions: ['.sh'],
    scope: 'source.shell',
    grammar: shell,
    settings: hash,
  },
  {
    id: 'c',
    alias: 'C',
    extensions: ['.c', '.h'],
    scope: 'source.c',
    grammar: c,
    settings: cLike,
  },
  {
    id: 'cpp',
    alias: 'C++',
    extensions: ['.cpp', '.cc', '.cxx', '.hpp', '.hh'],
    scope: 'source.cpp',
    grammar: cpp,
    settings: cLike,
  },
  {
    id: 'python',
    alias: 'Python',
    extensions: ['.py', '.pyi'],
    scope: 'source.python',
    grammar: python,
    settings: hash,
  },
];

/** Their language servers know what may be typed; the words of the text would only be in between. */
const SERVED = ['verilog', 'systemverilog', 'c', 'cpp', 'python', 'shellscript'];

const { registerFileUrl } = registerExtension(
  {
    name: 'hardware-languages',
    publisher: 'joyofhardware',
    version: '1.0.0',
    engines: { vscode: '*' },
    contributes: {
      languages: LANGUAGES.map(({ id, alias, extensions, filenames }) => ({
        id,
        aliases: [alias],
        extensions,
        ...(filenames ? { filenames } : {}),
        configuration: `./${id}.settings.json`,
      })),
      grammars: LANGUAGES.map(({ id, scope }) => ({
        language: id,
        scopeName: scope,
        path: `./${id}.grammar.json`,
      })),
      configurationDefaults: Object.fromEntries(
        SERVED.map((id) => [`[${id}]`, { 'editor.wordBasedSuggestions': 'off' }]),
      ),
    },
  },
  ExtensionHostKind.LocalProcess,
  { system: true },
);

for (const { id, grammar, settings } of LANGUAGES) {
  registerFileUrl(`${id}.grammar.json`, grammar, { mimeType: 'application/json' });
  registerFileUrl(`${id}.settings.json`, settings, { mimeType: 'application/json' });
}
