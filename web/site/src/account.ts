import { api } from '../../common/src/api.ts';
import type { RestNewToken, RestToken, RestTokenInfo } from '../../protocol/src/index.ts';
import { copyable } from './copy.ts';
import { ask } from './dialog.ts';
import { busy, byId, element, onSubmit, say, secret, showProblem, text } from './dom.ts';
import { account, showNav } from './nav.ts';
import { ago } from './words.ts';

const list = byId('tokens', HTMLUListElement);
const made = byId('made', HTMLElement);

const MAY: Readonly<Record<string, string>> = {
  all: 'everything you may',
  api: 'the API',
  git: 'fetch and push',
  session: 'open sessions',
};

function item(token: RestTokenInfo): HTMLLIElement {
  const name = token.name === '' ? 'Without a name' : token.name;
  const revoke = element('button', { type: 'button', class: 'small quiet' }, 'Revoke');
  revoke.setAttribute('aria-label', `Revoke ${name}`);
  const may = token.scopes.map((scope) => MAY[scope] ?? scope).join(', ');
  const end = token.expires == null ? 'has no end' : `ends ${ago(token.expires)}`;
  const part = element(
    'li',
    {},
    element(
      'div',
      { class: 'what' },
      element('h3', {}, name),
      element('p', { class: 'hint' }, `${may} · made ${ago(token.created)} · ${end}`),
    ),
    revoke,
  );
  revoke.addEventListener('click', () => void revokeToken(token.id, name, part));
  return part;
}

async function revokeToken(id: string, name: string, part: HTMLElement): Promise<void> {
  const sure = await ask({
    title: `Revoke the token “${name}”?`,
    text: 'Whatever uses it is cut off at once. This can’t be taken back; a new token can be made.',
    action: 'Revoke',
    danger: true,
  });
  if (!sure) return;
  await busy(part, async () => {
    await api('DELETE', `/tokens/${id}`);
    made.hidden = true;
    await show();
  });
}

async function show(): Promise<void> {
  const tokens = await api<readonly RestTokenInfo[]>('GET', '/tokens');
  const newest = tokens.toSorted((a, b) => b.created.localeCompare(a.created));
  list.replaceChildren(...newest.map(item));
  if (tokens.length === 0) list.append(element('li', { class: 'hint' }, 'You have no token yet.'));
}

const tokenForm = byId('token-form', HTMLFormElement);
onSubmit(tokenForm, async (data) => {
  const ttl = text(data, 'ttl');
  const wanted: RestNewToken = {
    name: text(data, 'name'),
    scopes: [text(data, 'scope')],
    ...(ttl === '' ? {} : { ttlSeconds: Number(ttl) }),
  };
  const token = await api<RestToken>('POST', '/tokens', wanted);
  tokenForm.reset();
  byId('made-copy', HTMLElement).replaceChildren(copyable(token.token, 'The token'));
  made.hidden = false;
  made.focus();
  await show();
});

const passwordForm = byId('password-form', HTMLFormElement);
onSubmit(passwordForm, async (data) => {
  await api('POST', '/me/password', {
    current: secret(data, 'current'),
    wanted: secret(data, 'wanted'),
  });
  passwordForm.reset();
  say('Your password is changed. Your other browsers are logged out.');
});

try {
  const me = await account();
  if (me === undefined) location.assign('/login?next=/account');
  showNav(me);
  if (me !== undefined) {
    const kind = me.admin ? 'You look after this server.' : 'You are a person of this server.';
    byId('who', HTMLElement).textContent = `Signed in as ${me.name}. ${kind}`;
    byId('username', HTMLInputElement).value = me.name;
  }
  await show();
} catch (error) {
  showProblem(error);
}
