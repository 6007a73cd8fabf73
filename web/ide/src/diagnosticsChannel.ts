// xterm's ligatures add-on bundles lru-cache, which asks for node:diagnostics_channel when it loads.
// A browser has none; nobody subscribes to it here.
const off = {
  hasSubscribers: false,
  publish: () => undefined,
  traceSync: (
    run: (...a: unknown[]) => unknown,
    _context: unknown,
    self: unknown,
    ...a: unknown[]
  ) => run.apply(self, a),
  tracePromise: (
    run: (...a: unknown[]) => unknown,
    _context: unknown,
    self: unknown,
    ...a: unknown[]
  ) => run.apply(self, a),
};
export const channel = () => off;
export const tracingChannel = () => off;
