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

/** Calls the REST API of this origin. */
export async function api<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch('/api/v1' + path, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!response.ok) throw await ApiError.from(response);
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
