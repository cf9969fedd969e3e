// How this machine logs in to an existing Grafana.
import { readFile } from "node:fs/promises";
import { ENCRYPTED, type GrafanaPlatform } from "../../components/monitoring";
import { pathOf } from "../credentials";

type Headers = Readonly<Record<string, string>>;

/** @param known `user:password`. */
export const basic = (known: string): Headers => ({ authorization: `Basic ${Buffer.from(known).toString("base64")}` });

/** Headers of each request. Throws where neither a file nor GRAFANA_AUTH has the credential: only the engine decrypts others. */
export async function headersFor({ auth, organisation }: GrafanaPlatform): Promise<Headers> {
  const inFile = typeof auth === "object" ? (await readFile(pathOf(auth), "utf8")).trim() : undefined;
  const known = inFile ?? (auth !== ENCRYPTED && typeof auth === "string" ? auth : process.env.GRAFANA_AUTH);
  if (!known)
    throw new Error("platform.auth: found none that is readable here; give it as the variable GRAFANA_AUTH as well");
  return {
    ...(known.includes(":") ? basic(known) : { authorization: `Bearer ${known}` }),
    ...(organisation && { "x-grafana-org-id": String(organisation) }),
  };
}
