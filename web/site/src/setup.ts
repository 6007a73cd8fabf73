import type { RestMe, RestSetUp } from '../../protocol/src/index.ts';
import { api } from '../../common/src/api.ts';
import { byId, onSubmit, secret, text } from './dom.ts';

// The code stands behind the '#', so that it reaches no log and no Referer.
const code = location.hash.slice(1);

onSubmit(byId('form', HTMLFormElement), async (data) => {
  const account: RestSetUp = {
    code,
    name: text(data, 'name'),
    password: secret(data, 'password'),
  };
  await api<RestMe>('POST', '/setup', account);
  location.assign('/dashboard');
});
