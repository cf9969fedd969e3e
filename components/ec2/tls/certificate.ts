// A private certificate authority as a pure function of a secret: the same secret makes the same keys and certificates, so that
// nothing but the secret has to be kept. Keys are Ed25519, whose signatures have no chance in them; DER is written by X.690.
import { createHash, createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign } from "node:crypto";
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
  issue: (name: string, validity: Validity) => Identity;
}

const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  oid: 0x06,
  utf8: 0x0c,
  utcTime: 0x17,
  time: 0x18,
};
const SEQUENCE = 0x30;
const SET = 0x31;

/** Object identifiers of RFC 5280 and RFC 8410, encoded. */
const OID = {
  ed25519: "2b6570",
  commonName: "550403",
  keyUsage: "551d0f",
  alternativeName: "551d11",
  basicConstraints: "551d13",
  extendedKeyUsage: "551d25",
  serverAuth: "2b06010505070301",
  clientAuth: "2b06010505070302",
} as const;

/** PKCS #8 up to the 32 bytes of an Ed25519 key, RFC 8410. */
const PRIVATE_KEY = "302e020100300506032b657004220420";

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const oid = (name: keyof typeof OID) => der(TAG.oid, Buffer.from(OID[name], "hex"));
const algorithm = der(SEQUENCE, oid("ed25519"));
const bits = (content: Buffer, unused = 0) => der(TAG.bits, Buffer.from([unused]), content);
const named = (name: string) =>
  der(SEQUENCE, der(SET, der(SEQUENCE, oid("commonName"), der(TAG.utf8, Buffer.from(name)))));

/** Of the authority: without an end, as RFC 5280 writes it. What machines begin with knows it; a new secret ends it. */
const ENDLESS: Validity = { from: new Date("2026-01-01T00:00:00Z"), until: new Date("9999-12-31T23:59:59Z") };

/** The century is left out up to 2049, RFC 5280. */
function time(at: Date): Buffer {
  const digits = at.toISOString().replace(/\.\d+|[^\dZ]/g, "");
  return at.getUTCFullYear() < 2050
    ? der(TAG.utcTime, Buffer.from(digits.slice(2)))
    : der(TAG.time, Buffer.from(digits));
}

const extension = (name: keyof typeof OID, value: Buffer, isCritical = true) =>
  der(SEQUENCE, oid(name), ...(isCritical ? [der(TAG.boolean, Buffer.from([0xff]))] : []), der(TAG.octets, value));

const OF_AUTHORITY = [
  extension("basicConstraints", der(SEQUENCE, der(TAG.boolean, Buffer.from([0xff])))),
  // keyCertSign, the sixth bit.
  extension("keyUsage", bits(Buffer.from([0x04]), 2)),
];

const ofHolder = (name: string) => [
  // digitalSignature, the first bit.
  extension("keyUsage", bits(Buffer.from([0x80]), 7)),
  extension("extendedKeyUsage", der(SEQUENCE, oid("serverAuth"), oid("clientAuth")), false),
  // A DNS name is the choice [2].
  extension("alternativeName", der(SEQUENCE, der(0x82, Buffer.from(name))), false),
];

/** The key that a secret has for a purpose. */
function keyOf(secret: string, purpose: string): KeyObject {
  const seed = Buffer.from(hkdfSync("sha256", secret, "tocsin", purpose, 32));
  return createPrivateKey({
    key: Buffer.concat([Buffer.from(PRIVATE_KEY, "hex"), seed]),
    format: "der",
    type: "pkcs8",
  });
}

interface Certified {
  issuer: string;
  by: KeyObject;
  subject: string;
  key: KeyObject;
  validity: Validity;
  extensions: readonly Buffer[];
}

function certificate({ issuer, by, subject, key, validity, extensions }: Certified): string {
  const publicKey = createPublicKey(key).export({ format: "der", type: "spki" });
  // 8 bytes that begin with a 1: positive, and as long for every key.
  const serial = createHash("sha256").update(publicKey).digest().subarray(0, 7);
  const toBeSigned = der(
    SEQUENCE,
    der(0xa0, der(TAG.integer, Buffer.from([2]))),
    der(TAG.integer, Buffer.from([1]), serial),
    algorithm,
    named(issuer),
    der(SEQUENCE, time(validity.from), time(validity.until)),
    named(subject),
    publicKey,
    der(0xa3, der(SEQUENCE, ...extensions)),
  );
  const signed = der(SEQUENCE, toBeSigned, algorithm, bits(sign(null, toBeSigned, by)));
  const lines = signed.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

const ISSUER = "Tocsin";

/** @param secret With as much chance in it as a key: 256 bits. */
export function authorityOf(secret: string): Authority {
  const by = keyOf(secret, "authority");
  return {
    certificate: certificate({
      ...{ issuer: ISSUER, by, subject: ISSUER, key: by },
      ...{ validity: ENDLESS, extensions: OF_AUTHORITY },
    }),
    issue: (name, validity) => {
      const key = keyOf(secret, `holder ${name}`);
      return {
        certificate: certificate({ issuer: ISSUER, by, subject: name, key, validity, extensions: ofHolder(name) }),
        key: key.export({ format: "pem", type: "pkcs8" }).toString(),
      };
    },
  };
}
