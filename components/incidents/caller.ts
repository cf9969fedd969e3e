// Who may send groups to a program: Alertmanager, which has the password.
import { timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { HttpError } from "../sample/http";

/** The login that Alertmanager has, as `name:password`; asked at each request. */
export type Login = () => Promise<string>;

/** The password is read each time, as it may change. */
export const loginOf =
  (passwordFile: string): Login =>
  async () =>
    `tocsin:${(await readFile(passwordFile, "utf8")).trim()}`;

/** @throws HttpError 401 for whatever else reaches this program. */
export async function refuseOthers({ headers }: IncomingMessage, login: Login): Promise<void> {
  const wanted = Buffer.from(`Basic ${Buffer.from(await login()).toString("base64")}`);
  const found = Buffer.from(headers.authorization ?? "");
  if (found.length === wanted.length && timingSafeEqual(found, wanted)) return;
  throw new HttpError(401, "only Alertmanager sends groups", { "www-authenticate": 'Basic realm="tocsin"' });
}
