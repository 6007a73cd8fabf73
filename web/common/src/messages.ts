/** What a person is told of an error. */
export function explain(error: unknown): string {
  if (error instanceof TypeError)
    return 'The server can’t be reached. Check the network and try again.';
  return error instanceof Error ? error.message : String(error);
}
