// Serves offline providers to an engine, one for each package that its programs use.
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { handlersFor } from "./handlers";

/** Providers that are being served. */
export interface OfflineProviders {
  /** Variables for the engine: it attaches to these providers, and downloads no others. */
  readonly environment: Record<string, string>;
  /** Stops serving, at once: an engine that still asks fails. */
  close(): Promise<void>;
}

/** As the engine's own: a resource may carry a file's text. */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

/**
 * Serves a stand-in for the provider of each package, on loopback and in this process. An engine with these variables
 * previews and deploys resources of these packages without credentials, plugins and network; nothing real comes of it.
 * A package that is not listed is an error of the engine, which names it.
 *
 * @param packages As types begin, such as `aws`.
 */
export async function startOfflineProviders(packages: readonly string[]): Promise<OfflineProviders> {
  const served = await Promise.all([...new Set(packages)].map(serve));
  return {
    environment: {
      PULUMI_DEBUG_PROVIDERS: served.map(({ name, port }) => `${name}:${port}`).join(","),
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    },
    close: async () => {
      for (const { server } of served) server.forceShutdown();
    },
  };
}

async function serve(name: string): Promise<{ name: string; port: number; server: Server }> {
  const server = new Server({ "grpc.max_receive_message_length": MAX_MESSAGE_BYTES });
  server.addService(ResourceProviderService, handlersFor(name));
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  return { name, port, server };
}
