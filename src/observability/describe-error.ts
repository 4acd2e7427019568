/** What a log may say of an error: its kind, its words and where. Not its query parameters, which hold what people wrote. */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { code, query, detail } = error as { code?: unknown; query?: unknown; detail?: unknown };
  return {
    type: error.name,
    message: withoutCredentials(error.message),
    ...(typeof code === 'string' && { code }),
    ...(typeof query === 'string' && { query: query.slice(0, 500) }),
    ...(typeof detail === 'string' && query === undefined && { detail: withoutCredentials(detail) }),
    stack: withoutCredentials(error.stack ?? ''),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}

function withoutCredentials(text: string): string {
  return text.replace(/\/\/[^/@\s]*@/g, '//***@');
}
