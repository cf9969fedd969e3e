// A mail server on loopback that keeps what it is sent.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

export interface Mail {
  /** Whether it came over an encrypted connection. */
  encrypted: boolean;
  user: string | undefined;
  to: string[];
  text: string;
}

export interface MailServer {
  /** `host:port`. */
  host: string;
  mails: Mail[];
  close: () => Promise<void>;
}

/** Takes mail as the options say. */
export async function startMailServer(options: SMTPServerOptions): Promise<MailServer> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    ...options,
    disableReverseLookup: true,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        mails.push({
          encrypted: session.secure,
          user: session.user || undefined,
          to: session.envelope.rcptTo.map(({ address }) => address),
          text: Buffer.concat(chunks).toString(),
        });
        done();
      });
    },
  });
  // A client that breaks off is in the tests' interest.
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return { host: `127.0.0.1:${port}`, mails, close: () => new Promise((resolve) => server.close(resolve)) };
}

/** A certificate of 127.0.0.1 with its key; the file is what a client has to trust. */
export async function certificate() {
  const folder = await mkdtemp(join(tmpdir(), "mail-"));
  const [file, keyFile] = [join(folder, "mail.crt"), join(folder, "mail.key")];
  const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"];
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  await execa("openssl", ["req", ...kind, ...subject, "-keyout", keyFile, "-out", file]);
  const [cert, key] = await Promise.all([readFile(file), readFile(keyFile)]);
  return { file, cert, key, remove: () => rm(folder, { recursive: true }) };
}
