// The certificates of an environment's authority, before Node.js and openssl: who they name, and whom they let in.
import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { authorityOf } from "../../../../components/ec2/tls/certificate";
import { validityAt } from "../../../../components/ec2/tls/validity";
import { programsOrSkip } from "../../../support/machine/programs";

const NAME = "servers.tocsin.internal";
const VALIDITY = validityAt(new Date());
const secret = fc.string({ minLength: 43, maxLength: 43 });
const read = (pem: string) => new X509Certificate(pem);

describe("an authority", () => {
  test("is the same for the same secret, and another for another", () => {
    fc.assert(
      fc.property(secret, secret, (one, two) => {
        fc.pre(one !== two);
        expect(authorityOf(one).certificate).toBe(authorityOf(one).certificate);
        expect(authorityOf(one).issue(NAME, VALIDITY)).toEqual(authorityOf(one).issue(NAME, VALIDITY));
        expect(authorityOf(two).issue(NAME, VALIDITY).key).not.toBe(authorityOf(one).issue(NAME, VALIDITY).key);
      }),
      { numRuns: 50 },
    );
  });

  test("issues what it alone has signed, for one name and with the key that belongs to it", () => {
    fc.assert(
      fc.property(secret, secret, (one, two) => {
        fc.pre(one !== two);
        const [own, other] = [read(authorityOf(one).certificate), read(authorityOf(two).certificate)];
        const { certificate, key } = authorityOf(one).issue(NAME, VALIDITY);
        const issued = read(certificate);
        expect([issued.verify(own.publicKey), issued.verify(other.publicKey)]).toEqual([true, false]);
        expect([issued.checkIssued(own), own.ca, issued.ca]).toEqual([true, true, false]);
        expect([issued.checkHost(NAME), issued.checkHost("monitoring.tocsin.internal")]).toEqual([NAME, undefined]);
        expect(issued.toString()).toBe(certificate);
        expect(key).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
      }),
      { numRuns: 50 },
    );
  });
});

test("an authority that was deployed before certificates ended is the same to the byte, and so is its servers' key", () => {
  const { certificate, issue } = authorityOf("a secret of its own");
  expect(certificate.split("\n")).toEqual([
    "-----BEGIN CERTIFICATE-----",
    "MIH8MIGvoAMCAQICCAFHY91wkj37MAUGAytlcDARMQ8wDQYDVQQDDAZUb2NzaW4w",
    "IBcNMjYwMTAxMDAwMDAwWhgPOTk5OTEyMzEyMzU5NTlaMBExDzANBgNVBAMMBlRv",
    "Y3NpbjAqMAUGAytlcAMhAK2YV3tLfnMVCYJ69HQX/tY2kxcBSG9kuFVTuaDzfVZO",
    "oyMwITAPBgNVHRMBAf8EBTADAQH/MA4GA1UdDwEB/wQEAwICBDAFBgMrZXADQQBe",
    "ELPvLM4Q8j0j800sGkG5BoTjhfQLulgrN/AoaZ9zSg3IOpSX9PA60nzFIBEXOPjU",
    "LGGN4gHMq8SVq0Ps0YIH",
    "-----END CERTIFICATE-----",
    "",
  ]);
  expect(issue(NAME, VALIDITY).key).toContain("MC4CAQAwBQYDK2VwBCIEINoiVkZLzxVxfyElIUDyUcx33lAzuo33vUXGs4D4fEq2");
});

const programs = programsOrSkip("openssl");

describe.skipIf(!programs)("openssl", () => {
  const dir = mkdtempSync(join(tmpdir(), "tocsin-authority-"));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const file = (name: string, content: string) => {
    writeFileSync(join(dir, name), content);
    return join(dir, name);
  };
  const own = authorityOf("a secret of its own");
  const issued = file("issued.crt", own.issue(NAME, VALIDITY).certificate);
  const verified = async (authority: string, ...how: string[]) =>
    (await execa("openssl", ["verify", ...how, "-CAfile", file("ca.crt", authority), issued], { reject: false }))
      .exitCode;

  test.each(["sslclient", "sslserver"])("takes it as that of an %s", async (purpose) => {
    expect(await verified(own.certificate, "-purpose", purpose, "-verify_hostname", NAME)).toBe(0);
  });

  test("takes it to its last second, and refuses it before its first and after its end", async () => {
    const at = (when: Date, seconds: number) =>
      verified(own.certificate, "-attime", String(when.getTime() / 1000 + seconds));
    const { from, until } = VALIDITY;
    expect([await at(from, 0), await at(until, -1)]).toEqual([0, 0]);
    expect(await at(from, -1)).not.toBe(0);
    expect(await at(until, 0)).not.toBe(0);
  });

  test("refuses it under another name, for another purpose, and from another authority", async () => {
    expect(await verified(own.certificate, "-verify_hostname", "other.internal")).not.toBe(0);
    expect(await verified(own.certificate, "-purpose", "smimesign")).not.toBe(0);
    expect(await verified(authorityOf("another secret").certificate)).not.toBe(0);
  });
});
