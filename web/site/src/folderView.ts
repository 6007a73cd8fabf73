import type { ContentsEntry, ContentsKind, ContentsTree } from '../../protocol/src/index.ts';
import { element } from './dom.ts';
import { addressOf, type Place } from './place.ts';
import { bytes } from './words.ts';

const SVG = 'http://www.w3.org/2000/svg';
const SHAPES: Readonly<Record<ContentsKind, string>> = {
  folder: 'M1.5 3.5h4l1.5 2h7.5v7.5h-13z',
  file: 'M3.5 1.5h6l3 3v10h-9zM9.5 1.5v3h3',
  link: 'M6 10l4-4M7 4.5l2-2a3 3 0 0 1 4.500 4.500l-2 2M9 11.500l-2 2a3 3 0 0 1-4.500-4.500l2-2',
  submodule: 'M2 2h5v5H2zM9 9h5v5H9zM4.500 7v4.500H9',
};
const SAID: Readonly<Record<ContentsKind, string>> = {
  folder: 'folder',
  file: '',
  link: 'link',
  submodule: 'submodule',
};

/** The files of a folder. */
export function folderView(tree: ContentsTree, place: Place): HTMLElement[] {
  const list = element('ul', { class: 'files' }, ...tree.entries.map((one) => item(one, place)));
  if (!tree.truncated) return [list];
  const note = `Only the first ${tree.entries.length} are listed; clone the project to see all.`;
  return [list, element('p', { class: 'hint' }, note)];
}

function item(entry: ContentsEntry, place: Place): HTMLLIElement {
  const path = place.path === '' ? entry.name : `${place.path}/${entry.name}`;
  const to = addressOf({ ...place, path, isFile: entry.kind !== 'folder' });
  const size = entry.kind === 'file' && entry.size != null ? bytes(entry.size) : SAID[entry.kind];
  return element(
    'li',
    { class: entry.kind },
    icon(entry.kind),
    element('a', { href: to }, entry.name),
    element('span', { class: 'size' }, size),
  );
}

function icon(kind: ContentsKind): SVGElement {
  const drawing = document.createElementNS(SVG, 'svg');
  drawing.setAttribute('viewBox', '0 0 16 16');
  drawing.setAttribute('aria-hidden', 'true');
  const shape = document.createElementNS(SVG, 'path');
  shape.setAttribute('d', SHAPES[kind]);
  drawing.append(shape);
  return drawing;
}
