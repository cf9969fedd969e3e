// Slack's stand-in for a cluster: the inbox behind https://slack.com, as pods reach it that are given the name and the certificate.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startInbox } from "../../../components/sample/inbox/server";
import { forward } from "../../components/alertmanager/slack-com";
import { selfSigned } from "../../support/machine/certificate";
import { ADDRESSES } from "../node/layout";

export interface SlackStandIn {
  /** What is posted, as the inbox keeps it. */
  url: string;
  /** As PEM: what a client has to trust. */
  certificate: string;
  close: () => Promise<void>;
}

export async function startSlack(): Promise<SlackStandIn> {
  const folder = await mkdtemp(join(tmpdir(), "cluster-slack-"));
  const { certificate, cert, key } = await selfSigned(folder, "slack.com", "DNS:slack.com");
  const inbox = await startInbox({ port: 0, host: ADDRESSES.machine, data: join(folder, "inbox") });
  const server = createServer({ cert, key }, (incoming, outgoing) => forward(incoming, outgoing, inbox.url));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(443, ADDRESSES.machine, resolve);
  });
  return {
    url: inbox.url,
    certificate: await readFile(certificate, "utf8"),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await inbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
