import type { RestLogIn, RestMe } from '../../protocol/src/index.ts';
import { api } from '../../common/src/api.ts';
import { byId, onSubmit, secret, text } from './dom.ts';
import { safeNext } from './next.ts';

onSubmit(byId('form', HTMLFormElement), async (data) => {
  const login: RestLogIn = { name: text(data, 'name'), password: secret(data, 'password') };
  await api<RestMe>('POST', '/login', login);
  location.assign(safeNext(location.search, location.origin));
});
