// What the machine that runs the tests has not: a host with RAID, swap, bonds and systemd, and a page over TLS.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { Server } from "node:net";
import { join } from "node:path";
import execa from "execa";
import { CORE_MIXINS } from "../../components/mixins";
import { samplesOf } from "../../components/rules";
import { CONTENT_TYPE, exposition } from "../../components/sample/generator/exposition";
import { MADE_UP_SINCE } from "../../components/sample/generator/server";

/** Which of the healthy hosts it is: the one with all parts. */
export const FULL_HOST = CORE_MIXINS.node.normal.length - 1;

/** A node exporter of a host that is not there, on a free port of loopback. */
export function madeUpHost(): Promise<Listening> {
  const { catalogue, normal } = CORE_MIXINS.node;
  const server = createServer((_, response) => {
    const moment = { now: Date.now() / 1000, start: MADE_UP_SINCE };
    const shown = normal[FULL_HOST] ?? {};
    response.setHeader("content-type", CONTENT_TYPE);
    response.end(
      exposition(catalogue.metrics.map((metric) => ({ metric, samples: samplesOf(metric, shown, moment) }))),
    );
  });
  return listening(server);
}

/** A page over TLS, with a certificate of its own of 60 days: the file of which is `certificate`. */
export async function tlsPage(folder: string): Promise<Listening & { certificate: string }> {
  const [certificate, key] = [join(folder, "page.crt"), join(folder, "page.key")];
  const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "60"];
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  await execa("openssl", ["req", ...kind, ...subject, "-keyout", key, "-out", certificate]);
  const [cert, privateKey] = await Promise.all([readFile(certificate), readFile(key)]);
  const server = createTlsServer({ cert, key: privateKey }, (_, response) => response.end("well"));
  return { ...(await listening(server)), certificate };
}

interface Listening {
  /** `host:port`. */
  address: string;
  close: () => void;
}

async function listening(server: Server): Promise<Listening> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const at = server.address();
  if (at === null || typeof at === "string") throw new Error("The server has no port");
  return { address: `127.0.0.1:${at.port}`, close: () => server.close() };
}
