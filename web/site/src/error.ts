import { account, showNav } from './nav.ts';

try {
  showNav(await account());
} catch {
  showNav(undefined); // the page already says what is wrong
}
