// A request's answer, or why it got none.

/** In the words of what lies beneath, such as "connect ECONNREFUSED 127.0.0.1:9090", where `fetch` says only that it failed. */
export const reasonOf = ({ cause, message }: Error): string =>
  cause instanceof Error && cause.message !== "" ? cause.message : message;

/** The response whatever its status. Throws where none comes, in the name of what was asked. */
export const responseOf = (named: string, url: string, init: RequestInit): Promise<Response> =>
  fetch(url, init).catch((error: Error) => {
    throw new Error(`${named} does not answer (${reasonOf(error)})`);
  });
