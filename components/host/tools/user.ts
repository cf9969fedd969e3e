// Who this process runs as. In a container the user's id may be in no list of users: what asks that list ends with a system error.
import { homedir, userInfo } from "node:os";

type Variables = Readonly<Record<string, string | undefined>>;

/** The user's name: USER, else the list's, else the id. */
export const userName = (variables: Variables = process.env): string =>
  variables.USER || listed(() => userInfo().username) || String(process.getuid?.());

/** The user's home folder: HOME, else the list's. Throws where neither names one, with what to set. */
export function homeFolder(variables: Variables = process.env): string {
  const home = variables.HOME || listed(homedir);
  if (home) return home;
  throw new Error(`The user ${userName(variables)} has no home folder; set HOME to a folder that it can write`);
}

function listed(ask: () => string): string | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
