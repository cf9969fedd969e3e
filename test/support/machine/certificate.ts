// Certificates that are their own authority, for servers of tests.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import execa from "execa";

/** Writes `NAME.crt` and `NAME.key` into a folder. `subject` as in `DNS:slack.com` or `IP:127.0.0.1`. */
export async function selfSigned(folder: string, name: string, subject: string) {
  const [certificate, keyFile] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
  const about = ["-subj", `/CN=${name}`, "-addext", `subjectAltName=${subject}`, "-days", "2"];
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  await execa("openssl", ["req", ...kind, ...about, "-keyout", keyFile, "-out", certificate]);
  return { certificate, cert: await readFile(certificate), key: await readFile(keyFile) };
}
