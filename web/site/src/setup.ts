import type { RestMe, RestSetUp } from '../../protocol/src/index.ts';
import { ApiError, api } from '../../common/src/api.ts';
import { byId, onSubmit, secret, showProblem, text } from './dom.ts';

// The code stands behind the '#', so that it reaches no log and no Referer.
const code = location.hash.slice(1);
if (code === '') {
  showProblem(
    new ApiError(
      0,
      'request.invalid',
      'This address is only part of the link. Copy all of what “joy up” printed, from http to the end.',
    ),
  );
}

onSubmit(byId('form', HTMLFormElement), async (data) => {
  const account: RestSetUp = {
    code,
    name: text(data, 'name'),
    password: secret(data, 'password'),
  };
  await api<RestMe>('POST', '/setup', account);
  location.assign('/dashboard');
});
