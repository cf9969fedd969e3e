// A part of a local environment as a process of this machine.
import { join } from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import { type Command, PASSWORD_FILE, Process, USERNAME } from "../host";
import { accessDir, LOOPBACK, type Part, urlOf } from "./parts";

/** Starts a part below `dir`, in a folder of its name. */
export function processOf(
  name: string,
  part: Part,
  command: Command,
  dir: string,
  opts: pulumi.CustomResourceOptions,
): Process {
  const {
    port,
    guardedBy,
    ready,
    reload,
    guards: _,
    runs: __,
    after: ___,
    reads: ____,
    alsoAt: _____,
    knowsPassword: ______,
    ...rest
  } = part;
  return new Process(
    name,
    {
      dir: join(dir, name),
      command,
      listen: { host: LOOPBACK, port },
      readyUrl: urlOf(port) + ready,
      ...(guardedBy && { access: { username: USERNAME, passwordFile: join(accessDir(dir), PASSWORD_FILE) } }),
      ...(reload && { reload: urlOf(port) + reload }),
      ...rest,
    },
    opts,
  );
}
