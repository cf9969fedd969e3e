// A private certificate authority as a pure function of a secret: the same secret makes the same keys and certificates, so that
// nothing but the secret has to be kept. Keys are Ed25519, whose signatures have no chance in them.
import { createHash, createPrivateKey, createPublicKey, hkdfSync, type KeyObject, webcrypto } from "node:crypto";
import type { Extension } from "@peculiar/x509";
import type { Validity } from "./validity";

/** Both as PEM. */
export interface Identity {
  certificate: string;
  key: string;
}

export interface Authority {
  /** Its certificate as PEM, which is public. */
  certificate: string;
  /** What shows to a server or a client of TLS that its holder has this DNS name. */
  issue: (name: string, validity: Validity) => Promise<Identity>;
}

const ALGORITHM = { name: "Ed25519" } as const;

/** PKCS #8 up to the 32 bytes of an Ed25519 key, RFC 8410. */
const PRIVATE_KEY = "302e020100300506032b657004220420";

/** The key that a secret has for a purpose. */
function keyOf(secret: string, purpose: string): KeyObject {
  const seed = Buffer.from(hkdfSync("sha256", secret, "tocsin", purpose, 32));
  const key = Buffer.concat([Buffer.from(PRIVATE_KEY, "hex"), seed]);
  return createPrivateKey({ key, format: "der", type: "pkcs8" });
}

/** Loaded here: no command but a deployment with TLS needs it. It wants metadata to be there. */
async function library() {
  await import("reflect-metadata");
  return import("@peculiar/x509");
}

type Library = Awaited<ReturnType<typeof library>>;

const ofAuthority = ({ BasicConstraintsExtension, KeyUsagesExtension, KeyUsageFlags }: Library) => [
  new BasicConstraintsExtension(true, undefined, true),
  new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
];

const ofHolder = (name: string, x509: Library) => [
  new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
  new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
  new x509.SubjectAlternativeNameExtension([{ type: "dns", value: name }]),
];

interface Certified {
  by: KeyObject;
  subject: string;
  key: KeyObject;
  validity: Validity;
  extensions: Extension[];
}

const ISSUER = "Tocsin";

/** In UTF-8 also what needs none of it. */
const named = ({ Name }: Library, name: string) => new Name([{ CN: [{ utf8String: name }] }]);

async function certificate(x509: Library, { by, subject, key, validity, extensions }: Certified): Promise<string> {
  const publicKey = createPublicKey(key).export({ format: "der", type: "spki" });
  const signing = by.export({ format: "der", type: "pkcs8" });
  const made = await x509.X509CertificateGenerator.create({
    // 8 bytes that begin with a 1: positive, and as long for every key.
    serialNumber: `01${createHash("sha256").update(publicKey).digest("hex").slice(0, 14)}`,
    issuer: named(x509, ISSUER),
    subject: named(x509, subject),
    notBefore: validity.from,
    notAfter: validity.until,
    signingAlgorithm: ALGORITHM,
    signingKey: await webcrypto.subtle.importKey("pkcs8", signing, ALGORITHM, false, ["sign"]),
    publicKey: await webcrypto.subtle.importKey("spki", publicKey, ALGORITHM, true, ["verify"]),
    extensions,
  });
  return `${made.toString("pem")}\n`;
}

/** Without an end, as RFC 5280 writes it: what machines begin with knows the authority; a new secret ends it. */
const ENDLESS: Validity = { from: new Date("2026-01-01T00:00:00Z"), until: new Date("9999-12-31T23:59:59Z") };

/** @param secret With as much chance in it as a key: 256 bits. */
export async function authorityOf(secret: string): Promise<Authority> {
  const x509 = await library();
  const by = keyOf(secret, "authority");
  const own = { by, subject: ISSUER, key: by, validity: ENDLESS, extensions: ofAuthority(x509) };
  return {
    certificate: await certificate(x509, own),
    issue: async (name, validity) => {
      const key = keyOf(secret, `holder ${name}`);
      const issued = { by, subject: name, key, validity, extensions: ofHolder(name, x509) };
      return {
        certificate: await certificate(x509, issued),
        key: key.export({ format: "pem", type: "pkcs8" }).toString(),
      };
    },
  };
}
