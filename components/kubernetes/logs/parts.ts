// What the parts of logs in a cluster have in common: their images, the password between them, and how they find each other.
import { USERNAME } from "../../host/password-files";
import { IMAGES } from "../../images";
import type { Logs } from "../../monitoring";
import { ACCESS } from "../content/asking";
import type { Names } from "../names";

export interface LogPartArgs {
  settings: Logs;
  namespace: string;
  /** The registry that images come from; Docker's own where left out. */
  registry?: string;
}

export const imageOf = (part: keyof typeof IMAGES, registry = "docker.io") => `${registry}/${IMAGES[part]}`;

/** Where the Secret with the password is, as files. */
const FOLDER = "/access";

/** As a process has it. */
export const ACCESS_FILE = { username: USERNAME, passwordFile: `${FOLDER}/${ACCESS.password}` };

/** What a store that exists is asked with; undefined where it asks for nothing. */
export const accessTo = ({ user }: { user?: string | undefined }) =>
  user === undefined ? undefined : { ...ACCESS_FILE, username: user };

/** Whether a store asks for a password: ours does, where none exists. */
export const asksForPassword = (existing: { user?: string | undefined } | undefined): boolean =>
  !existing || existing.user !== undefined;

export const accessMount = { name: "access", mountPath: FOLDER, readOnly: true } as const;
export const accessVolume = (secretName: string) => ({ name: "access", secret: { secretName } });

export const STORE_PORT = 9428;
export const ALERTS_PORT = 8880;
export const OTLP_PORT = 4318;
export const COLLECTOR_PORT = 8888;

/** The name of the port with a part's metrics. */
export const METRICS = "metrics";

/** Base URL of the store within the cluster. */
export const storeUrl = ({ logStore }: Pick<Names, "logStore">, namespace: string) =>
  `http://${logStore}.${namespace}:${STORE_PORT}`;

/** Answers without the password. */
export const healthy = (port: number) => ({ httpGet: { path: "/health", port } });
