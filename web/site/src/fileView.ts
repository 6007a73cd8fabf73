import type { ContentsBlob } from '../../protocol/src/index.ts';
import { explain } from '../../common/src/messages.ts';
import { element, showProblem } from './dom.ts';
import { coloured, type Line, LONGEST_COLOURED } from './highlight.ts';
import { isMarkdown, languageOf } from './languages.ts';
import { markdown } from './markdown.ts';
import { isPicture, loadPicture, rawFile } from './pictures.ts';
import type { Place } from './place.ts';
import { bytes } from './words.ts';

/** One file, as well as it can be shown. */
export async function fileView(blob: ContentsBlob, place: Place): Promise<HTMLElement> {
  const about = element('span', { class: 'hint' }, describe(blob));
  const head = element('div', { class: 'file-head' }, about);
  const part = element('div', { class: 'card file' }, head);
  if (blob.kind === 'submodule') {
    part.append(element('p', {}, `A submodule, at commit ${blob.id.slice(0, 12)}.`));
  } else if (blob.kind === 'link') {
    part.append(element('p', {}, 'A link to ', element('code', {}, blob.text ?? '')));
  } else {
    head.append(downloadButton(place));
    await addContent(part, head, blob, place);
  }
  return part;
}

async function addContent(
  part: HTMLElement,
  head: HTMLElement,
  blob: ContentsBlob,
  place: Place,
): Promise<void> {
  if (isPicture(blob.path)) {
    part.append(element('img', { src: await loadPicture(place), alt: blob.path }));
  } else if (blob.text == null) {
    const why = 'This file is no text, or too long to be shown. Download it, or clone the project.';
    part.append(element('p', {}, why));
  } else if (isMarkdown(blob.path)) {
    await addMarkdown(part, head, blob.text, place);
  } else {
    part.append(await code(blob.text, blob.path));
  }
}

async function addMarkdown(
  part: HTMLElement,
  head: HTMLElement,
  text: string,
  place: Place,
): Promise<void> {
  const source = await code(text, place.path);
  const laidOut = element('div', { class: 'readme' });
  part.append(laidOut, source);
  try {
    laidOut.append(await markdown(text, place));
  } catch (error) {
    laidOut.append(element('p', { class: 'hint' }, explain(error)));
    return;
  }
  source.hidden = true;
  const button = element('button', { type: 'button', class: 'quiet small' }, 'Source');
  button.addEventListener('click', () => {
    source.hidden = !source.hidden;
    laidOut.hidden = !source.hidden;
    button.textContent = source.hidden ? 'Source' : 'Laid out';
  });
  head.append(button);
}

function describe(blob: ContentsBlob): string {
  if (blob.kind !== 'file') return blob.kind;
  if (blob.text == null) return bytes(blob.size);
  const lines = blob.text.split('\n').length - (blob.text.endsWith('\n') ? 1 : 0);
  return `${lines} ${lines === 1 ? 'line' : 'lines'} · ${bytes(blob.size)}`;
}

async function code(text: string, path: string): Promise<HTMLElement> {
  const language = languageOf(path);
  const plain = text.replace(/\n$/, '');
  let lines: readonly Line[] | undefined;
  if (language !== undefined && text.length <= LONGEST_COLOURED) {
    lines = await coloured(plain, language).catch(() => undefined); // plain is good enough
  }
  lines ??= plain.split('\n').map((line) => [{ text: line, kind: undefined }]);
  const body = element('code', {}, ...lines.map(lineView));
  return element('pre', { class: 'code', tabindex: '0', 'aria-label': path }, body);
}

function lineView(line: Line, index: number): HTMLElement {
  const parts = line.map(({ text, kind }) =>
    kind === undefined ? text : element('span', { class: kind }, text),
  );
  return element('span', { class: 'line', id: `L${index + 1}` }, ...parts, '\n');
}

function downloadButton(place: Place): HTMLButtonElement {
  const button = element('button', { type: 'button', class: 'quiet small' }, 'Download');
  button.addEventListener('click', () => {
    button.disabled = true;
    download(place)
      .catch(showProblem)
      .finally(() => (button.disabled = false));
  });
  return button;
}

async function download(place: Place): Promise<void> {
  const url = URL.createObjectURL(await rawFile(place));
  element('a', { href: url, download: place.path.split('/').at(-1) ?? 'file' }).click();
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 60_000);
}
