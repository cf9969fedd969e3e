// Why a request got no answer.

/** In the words of what lies beneath, such as "connect ECONNREFUSED 127.0.0.1:9090", where `fetch` says only that it failed. */
export const reasonOf = ({ cause, message }: Error): string =>
  cause instanceof Error && cause.message !== "" ? cause.message : message;
