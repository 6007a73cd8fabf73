import type { Problem } from '../../protocol/src/index.ts';

/** An answer that was not a success: the problem document, or what stands in for it. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }

  static async from(response: Response): Promise<ApiError> {
    const text = await response.text();
    try {
      const problem = JSON.parse(text) as Problem;
      return new ApiError(response.status, problem.code, problem.detail);
    } catch {
      const what = `the server answered ${response.status} ${response.statusText}`.trim();
      return new ApiError(response.status, 'internal', what);
    }
  }
}

/** Nobody answered. */
export function unreachable(): ApiError {
  const what = 'The server can’t be reached. Check the network and try again.';
  return new ApiError(0, 'server.unreachable', what);
}

/** A request; without an answer it ends in an error that says so, not in a bare TypeError. */
export async function ask(address: string, init?: RequestInit): Promise<Response> {
  // built outside: a request that can't be made is our mistake, not the network's
  const request = new Request(new URL(address, location.href), init);
  try {
    return await fetch(request);
  } catch (error) {
    throw error instanceof TypeError ? unreachable() : error;
  }
}

/** Calls the REST API of this origin. */
export async function api<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await ask('/api/v1' + path, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!response.ok) throw await ApiError.from(response);
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
