/** Where to go after signing in: a path of our own, never another site. */
export function safeNext(search: string, origin: string): string {
  const next = new URLSearchParams(search).get('next') ?? '/dashboard';
  try {
    const address = new URL(next, origin);
    return address.origin === origin ? address.pathname + address.search : '/dashboard';
  } catch {
    return '/dashboard';
  }
}
