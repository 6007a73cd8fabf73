import { ApiError, api } from '../../common/src/api.ts';
import type {
  ContentsBlob,
  ContentsCommits,
  ContentsRefs,
  ContentsTree,
  RestMe,
  RestProject,
} from '../../protocol/src/index.ts';
import { byId, element, showProblem } from './dom.ts';
import { folderView } from './folderView.ts';
import { isMarkdown } from './languages.ts';
import { account, showNav } from './nav.ts';
import { addressOf, type Place, placeOf, queryOf } from './place.ts';
import { showProject } from './projectHead.ts';
import { ago } from './words.ts';

const SHOWN_COMMITS = 6;
const files = byId('files', HTMLElement);
const readme = byId('readme', HTMLElement);
const refs = byId('ref', HTMLSelectElement);

let place = placeOf(location);
/** Grows with each change of place: what was asked for before is thrown away. */
let turn = 0;

function at<T>(what: string, more = ''): Promise<T> {
  return api<T>('GET', `/projects/${place.project}/${what}${queryOf(place)}${more}`);
}

async function show(): Promise<void> {
  const mine = ++turn;
  byId('problem', HTMLElement).hidden = true;
  showCrumbs();
  files.setAttribute('aria-busy', 'true');
  try {
    const parts = place.isFile ? await file() : await folder(mine);
    if (mine !== turn) return;
    files.replaceChildren(...parts);
    if (place.isFile) readme.hidden = true;
    choose();
  } catch (error) {
    if (mine !== turn) return;
    files.replaceChildren();
    readme.hidden = true;
    showProblem(error);
  } finally {
    files.removeAttribute('aria-busy');
  }
  if (mine === turn) await showCommits();
}

async function file(): Promise<HTMLElement[]> {
  const [blob, view] = await Promise.all([at<ContentsBlob>('blob'), import('./fileView.ts')]);
  return [await view.fileView(blob, place)];
}

async function folder(mine: number): Promise<HTMLElement[]> {
  const tree = await at<ContentsTree>('tree');
  if (tree.commit == null) return [nothingYet()];
  void showReadme(tree, mine).catch(showProblem);
  return folderView(tree, place);
}

function nothingYet(): HTMLElement {
  return element(
    'div',
    { class: 'card' },
    element('h2', {}, 'Nothing has been pushed yet'),
    element('p', { class: 'hint' }, 'Open it and start writing, or push what you have:'),
    element('pre', { tabindex: '0' }, `git remote add origin ${address}\ngit push -u origin HEAD`),
  );
}

async function showReadme(tree: ContentsTree, mine: number): Promise<void> {
  const entry = tree.entries.find(
    (one) => one.kind === 'file' && /^readme(\.(md|markdown|txt))?$/i.test(one.name),
  );
  readme.hidden = true;
  if (entry === undefined) return;
  const path = place.path === '' ? entry.name : `${place.path}/${entry.name}`;
  const readmePlace: Place = { ...place, path, isFile: true };
  const query = queryOf(readmePlace);
  const blob = await api<ContentsBlob>('GET', `/projects/${place.project}/blob${query}`);
  if (blob.text == null) return;
  const body = await laidOut(blob.text, readmePlace);
  if (mine !== turn) return;
  readme.replaceChildren(body);
  readme.hidden = false;
}

async function laidOut(text: string, at: Place): Promise<Node> {
  if (!isMarkdown(at.path)) return element('pre', { tabindex: '0' }, text);
  const { markdown } = await import('./markdown.ts');
  return markdown(text, at).catch(() => element('pre', { tabindex: '0' }, text));
}

function showCrumbs(): void {
  const name = place.project.split('/')[1] ?? '';
  const steps = place.path === '' ? [] : place.path.split('/');
  const parts: (Node | string)[] = [crumb(name, '', steps.length > 0)];
  for (const [i, step] of steps.entries()) {
    const last = i === steps.length - 1;
    parts.push(element('span', { 'aria-hidden': 'true' }, '/'));
    parts.push(crumb(step, steps.slice(0, i + 1).join('/'), !last));
  }
  byId('crumbs', HTMLElement).replaceChildren(...parts);
}

function crumb(text: string, path: string, leads: boolean): HTMLElement {
  return leads
    ? element('a', { href: addressOf({ ...place, path, isFile: false }) }, text)
    : element('b', {}, text);
}

async function showCommits(): Promise<void> {
  const mine = turn;
  const { commits } = await at<ContentsCommits>('commits', `&limit=${SHOWN_COMMITS}`).catch(() => ({
    commits: [],
  }));
  if (mine !== turn) return;
  const list = byId('commits', HTMLElement);
  list.replaceChildren(
    ...commits.map((commit) =>
      element(
        'li',
        {},
        element('a', { href: addressOf({ ...place, ref: commit.id }) }, commit.subject),
        element('p', { class: 'hint' }, `${commit.author} · ${ago(commit.when)}`),
      ),
    ),
  );
  if (commits.length === 0) list.append(element('li', { class: 'hint' }, 'None yet.'));
}

async function showRefs(): Promise<void> {
  const known = await api<ContentsRefs>('GET', `/projects/${place.project}/refs`);
  const group = (label: string, names: readonly string[]) =>
    names.length === 0
      ? []
      : [
          element(
            'optgroup',
            { label },
            ...names.map((name) => element('option', { value: name }, name)),
          ),
        ];
  refs.replaceChildren(
    ...group(
      'Branches',
      known.branches.map((ref) => ref.name),
    ),
    ...group(
      'Tags',
      known.tags.map((ref) => ref.name),
    ),
  );
  const wanted = place.ref ?? known.head;
  if (![...refs.options].some((option) => option.value === wanted)) {
    refs.prepend(element('option', { value: wanted }, wanted.slice(0, 12)));
  }
  refs.value = wanted;
  byId('bar', HTMLElement).hidden = known.branches.length + known.tags.length === 0;
}

/** Marks the line that the address names. */
function choose(): void {
  document.querySelector('.line.chosen')?.classList.remove('chosen');
  if (!/^#L\d+$/.test(location.hash)) return;
  const line = document.getElementById(location.hash.slice(1));
  line?.classList.add('chosen');
  line?.scrollIntoView({ block: 'center' });
}

/** Links within the project change the page in place. */
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
  if (link === null || !plain || link.hash !== '' || link.pathname !== location.pathname) return;
  if (link.origin !== location.origin) return;
  event.preventDefault();
  go(link.href);
});

function go(address: string): void {
  history.pushState(null, '', address);
  arrive();
  byId('crumbs', HTMLElement).scrollIntoView({ block: 'nearest' });
}

function arrive(): void {
  const before = place.ref;
  place = placeOf(location);
  if (before !== place.ref) showRefs().catch(showProblem);
  void show();
}

addEventListener('popstate', arrive);
addEventListener('hashchange', choose);
refs.addEventListener('change', () => {
  go(addressOf({ ...place, ref: refs.value }));
});

let address = '';
let me: RestMe | undefined;
try {
  me = await account();
  showNav(me);
  const project = await api<RestProject>('GET', `/projects/${place.project}`);
  address = project.cloneUrl;
  document.title = `${project.owner}/${project.name} · Joy of Hardware`;
  showProject(project, me, () => place.ref);
  await Promise.all([showRefs(), show()]);
} catch (error) {
  showProblem(
    error instanceof ApiError && error.status === 401 ? new Error('Sign in first.') : error,
  );
}
