// The host provider's entry: serves the engine until it is stopped. The processes it starts outlive it.
import * as provider from "@pulumi/pulumi/provider";
import { HostProvider } from "./provider";

void provider.main(new HostProvider(), process.argv.slice(2));
