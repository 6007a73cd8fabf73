import DOMPurify from 'dompurify';
import { element } from './dom.ts';
import { addressOf, type Place, resolve } from './place.ts';
import { loadPicture } from './pictures.ts';

/** A README that takes longer was made to. */
const LONGEST_MILLIS = 3_000;
const MOST_PICTURES = 40;
const OURS = 'readme-';

const TAGS =
  'a b blockquote br code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i img kbd li ol p pre s samp span strong sub summary sup table tbody td tfoot th thead tr ul var';
const ATTRIBUTES = 'align alt colspan height href open rowspan src start title width';

/**
 * Shows a repository's Markdown. It is hostile: parsed in a worker that can be stopped, sanitised to
 * a list of tags and attributes without style, class, id or script, and its links and pictures are
 * made anew. A picture of another site would tell that site who reads, and becomes a link.
 */
export async function markdown(source: string, place: Place): Promise<DocumentFragment> {
  const fragment = DOMPurify.sanitize(await parsed(source), {
    RETURN_DOM_FRAGMENT: true,
    ALLOWED_TAGS: TAGS.split(' '),
    ALLOWED_ATTR: ATTRIBUTES.split(' '),
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|#|[^:]*$|[^:]*[/?#])/i,
  });
  for (const heading of fragment.querySelectorAll('h1, h2, h3, h4, h5, h6')) name(heading);
  for (const link of fragment.querySelectorAll('a')) point(link, place);
  const pictures = [...fragment.querySelectorAll('img')];
  for (const [i, picture] of pictures.entries()) replace(picture, place, i < MOST_PICTURES);
  for (const table of fragment.querySelectorAll('table')) {
    const around = element('div', { class: 'scrolls', tabindex: '0' });
    table.replaceWith(around);
    around.append(table);
  }
  for (const code of fragment.querySelectorAll('pre')) code.tabIndex = 0;
  return fragment;
}

function parsed(source: string): Promise<string> {
  const worker = new Worker(new URL('./markdown.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<string>((done, fail) => {
    const stop = setTimeout(() => {
      fail(new Error('This file takes too long to lay out; its source is shown.'));
    }, LONGEST_MILLIS);
    worker.onmessage = ({ data }: MessageEvent<string>) => {
      clearTimeout(stop);
      done(data);
    };
    worker.onerror = (event) => {
      clearTimeout(stop);
      fail(new Error(`This file can’t be laid out (${event.message}); its source is shown.`));
    };
    worker.postMessage(source);
  }).finally(() => {
    worker.terminate();
  });
}

/** Ids of our own making: one from the file could pose as a part of the page. */
function name(heading: Element): void {
  const words = heading.textContent.toLowerCase().trim();
  heading.id = OURS + words.replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-');
}

function point(link: HTMLAnchorElement, place: Place): void {
  const to = link.getAttribute('href');
  if (to === null) return; // the sanitiser took it away
  if (to.startsWith('#')) {
    link.setAttribute('href', '#' + OURS + to.slice(1).toLowerCase());
  } else if (isElsewhere(to)) {
    link.rel = 'noopener noreferrer nofollow ugc';
  } else {
    const path = resolve(place.path, decoded(to.replace(/[?#].*$/, '')));
    if (path === undefined) link.removeAttribute('href');
    else link.setAttribute('href', addressOf({ ...place, path, isFile: !to.endsWith('/') }));
  }
}

function replace(picture: HTMLImageElement, place: Place, allowed: boolean): void {
  const from = picture.getAttribute('src') ?? '';
  picture.removeAttribute('src');
  const path = isElsewhere(from) ? undefined : resolve(place.path, decoded(from));
  const words = picture.alt === '' ? 'Picture' : picture.alt;
  if (path === undefined || !allowed) {
    const text = `${words} (picture elsewhere)`;
    const inLink = picture.closest('a') !== null;
    picture.replaceWith(
      inLink || !/^https?:/i.test(from)
        ? text
        : element('a', { href: from, rel: 'noopener noreferrer nofollow ugc' }, text),
    );
    return;
  }
  loadPicture({ ...place, path, isFile: true }).then(
    (url) => (picture.src = url),
    () => {
      picture.replaceWith(`${words} (not in the repository)`);
    },
  );
}

function isElsewhere(address: string): boolean {
  return /^[a-z][a-z0-9+.-]*:|^\/\//i.test(address);
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}
