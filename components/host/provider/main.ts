// The host provider's entry: serves the engine until it is stopped. The processes it starts outlive it.
import * as provider from "@pulumi/pulumi/provider";
import { HostProvider } from "./provider";

// The engine stops its providers; one that was killed cannot, and its provider would stay forever.
const engine = process.ppid;
const LOOK_EVERY_MS = 1_000;
setInterval(() => {
  if (process.ppid !== engine) process.exit(0);
}, LOOK_EVERY_MS).unref();

void provider.main(new HostProvider(), process.argv.slice(2));
