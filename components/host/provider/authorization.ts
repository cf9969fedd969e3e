// The header with which a process that asks for a password is asked.
import { readFile } from "node:fs/promises";
import type { ProcessAccess } from "../resources";

/** Read when it is needed, and kept nowhere. */
export async function authorization(access: ProcessAccess | undefined): Promise<Record<string, string>> {
  if (!access) return {};
  const password = await readFile(access.passwordFile, "utf8");
  return { authorization: `Basic ${Buffer.from(`${access.username}:${password}`).toString("base64")}` };
}
