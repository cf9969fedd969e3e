// Stores of logs and traces: which of them run here, and what those that exist are asked with.
import { logsKeptHere, STORE_PASSWORDS, tracesKeptHere } from "../../monitoring";
import type { Layout, LocalArgs } from "./part";

/** Of logs and traces, those whose store runs here. */
export const keptHere = ({ logs, traces }: Pick<LocalArgs, "logs" | "traces">) => ({
  ...(logs && logsKeptHere({ logs: logs.settings }) && { logs }),
  ...(traces && tracesKeptHere({ traces: traces.settings }) && { traces }),
});

/** The password of a store that exists, among a part's own files; nothing where it asks for none. */
export function storePassword(
  part: string,
  which: keyof typeof STORE_PASSWORDS,
  { storeCredentials = {}, credentialFiles }: Pick<LocalArgs, "storeCredentials" | "credentialFiles">,
  { config }: Layout,
) {
  const file = STORE_PASSWORDS[which];
  const [value, path] = [storeCredentials[file], credentialFiles?.stores?.[file]];
  return {
    path: config(part, `secrets/${file}`),
    secretFiles: value === undefined ? {} : { [`secrets/${file}`]: value },
    secretsFrom: path === undefined ? {} : { [`secrets/${file}`]: path },
  };
}

/** What a store that exists is asked with. @param path Of the file with the password. */
export const passwordOf = ({ user }: { user?: string | undefined }, path: string) =>
  user === undefined ? undefined : { username: user, passwordFile: path };
