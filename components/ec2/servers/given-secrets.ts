// The credentials of the settings as secrets of the servers, by the files that hold them there.
import type * as pulumi from "@pulumi/pulumi";
import { type Credentials, STORE_PASSWORDS } from "../../monitoring";
import { LOGS_PASSWORD } from "../topology/logs";
import { TRACE_STORE_PASSWORD } from "../topology/traces";
import { HOOKS } from "./paths";

/** @param tls Certificates and keys of the servers, where they have any. */
export const givenSecrets = (
  { receivers, scrape, stores = {}, hooks = {} }: Credentials,
  tls: Readonly<Record<string, pulumi.Input<string>>> = {},
): Record<string, pulumi.Input<string>> => ({
  ...receivers,
  ...scrape,
  ...tls,
  ...passwordsOf(stores),
  ...Object.fromEntries(Object.entries(hooks).map(([file, value]) => [`${HOOKS}/${file}`, value])),
});

/** Of stores that exist: hosts send to that of logs themselves. */
function passwordsOf({
  [STORE_PASSWORDS.logs]: logs,
  [STORE_PASSWORDS.traces]: traces,
}: NonNullable<Credentials["stores"]>) {
  return {
    ...(logs !== undefined && { [LOGS_PASSWORD]: logs }),
    ...(traces !== undefined && { [TRACE_STORE_PASSWORD]: traces }),
  };
}
