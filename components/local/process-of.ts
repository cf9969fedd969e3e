// A part of a local environment as a process of this machine.
import { join } from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import { type Command, Process } from "../host";
import { LOOPBACK, type Part, urlOf } from "./parts";

/** Starts a part below `dir`, in a folder of its name. */
export function processOf(
  name: string,
  part: Part,
  command: Command,
  dir: string,
  opts: pulumi.CustomResourceOptions,
): Process {
  const { port, ready, reload, runs: _, after: __, reads: ___, ...rest } = part;
  return new Process(
    name,
    {
      dir: join(dir, name),
      command,
      listen: { host: LOOPBACK, port },
      readyUrl: urlOf(port) + ready,
      ...(reload && { reload: urlOf(port) + reload }),
      ...rest,
    },
    opts,
  );
}
