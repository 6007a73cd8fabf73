import { unreachable } from '../../common/src/api.ts';
/**
 * A PUT that tells how far it is. `fetch` can't, and reads a stream into memory on HTTP/1.1; here
 * the browser reads the file from the disk as it is sent.
 */
export function upload(
  address: string,
  body: Blob,
  sent: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', address);
    request.upload.onprogress = ({ loaded }) => {
      sent(loaded);
    };
    request.onload = () => {
      const retry = request.getResponseHeader('Retry-After');
      const headers = new Headers(retry === null ? [] : [['Retry-After', retry]]);
      const init = { status: request.status, statusText: request.statusText, headers };
      const empty = request.status === 204 || request.status === 304;
      resolve(new Response(empty ? null : request.responseText, init));
    };
    request.onerror = () => {
      reject(unreachable());
    };
    request.onabort = () => {
      reject(new DOMException('the upload was cancelled', 'AbortError'));
    };
    signal.addEventListener('abort', () => {
      request.abort();
    });
    request.send(body);
  });
}
