import type { RestLogIn, RestMe } from '../../protocol/src/index.ts';
import { ApiError, api } from '../../common/src/api.ts';
import { byId, onSubmit, secret, text } from './dom.ts';
import { safeNext } from './next.ts';

const form = byId('form', HTMLFormElement);

onSubmit(form, async (data) => {
  const login: RestLogIn = { name: text(data, 'name'), password: secret(data, 'password') };
  if (login.name === '' || login.password === '') {
    throw new ApiError(0, 'request.invalid', 'type your name and your password.');
  }
  try {
    await api<RestMe>('POST', '/login', login);
  } catch (error) {
    const field = form.elements.namedItem('password');
    if (field instanceof HTMLInputElement) field.select();
    throw error;
  }
  location.assign(safeNext(location.search, location.origin));
});
