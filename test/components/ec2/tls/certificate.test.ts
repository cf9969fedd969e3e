// The certificates of an environment's authority, before Node.js and openssl: who they name, and whom they let in.
import { createPrivateKey, X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Authority, authorityOf } from "../../../../components/ec2/tls/certificate";
import { validityAt } from "../../../../components/ec2/tls/validity";
import { programsOrSkip } from "../../../support/machine/programs";

const NAME = "servers.tocsin.internal";
const VALIDITY = validityAt(new Date());
/** As certificates were valid that were deployed before they had an end. */
const ENDLESS = { from: VALIDITY.from, until: new Date("9999-12-31T23:59:59Z") };
/** Says what is loaded. */
const LOADED = `
  const say = (when) =>
    console.log(when + ": " + Object.keys(require.cache).some((file) => /node_modules.@peculiar/.test(file)));
  require("./stacks/ec2");
  say("before");
  require("./components/ec2/tls/certificate").authorityOf("a secret").then(() => say("after"));
`;

const secret = fc.string({ minLength: 43, maxLength: 43 });
const read = (pem: string) => new X509Certificate(pem);

describe("an authority", () => {
  test("is the same for the same secret, and another for another", () =>
    fc.assert(
      fc.asyncProperty(secret, secret, async (one, two) => {
        fc.pre(one !== two);
        const [first, again, other] = [await authorityOf(one), await authorityOf(one), await authorityOf(two)];
        const issued = await first.issue(NAME, VALIDITY);
        expect(again.certificate).toBe(first.certificate);
        expect(await again.issue(NAME, VALIDITY)).toEqual(issued);
        expect((await other.issue(NAME, VALIDITY)).key).not.toBe(issued.key);
      }),
      { numRuns: 50 },
    ));

  test("issues what it alone has signed, for one name and with the key that belongs to it", () =>
    fc.assert(
      fc.asyncProperty(secret, secret, async (one, two) => {
        fc.pre(one !== two);
        const authority = await authorityOf(one);
        const [own, other] = [read(authority.certificate), read((await authorityOf(two)).certificate)];
        const { certificate, key } = await authority.issue(NAME, VALIDITY);
        const issued = read(certificate);
        expect([issued.verify(own.publicKey), issued.verify(other.publicKey)]).toEqual([true, false]);
        expect([issued.checkIssued(own), own.ca, issued.ca]).toEqual([true, true, false]);
        expect([issued.checkHost(NAME), issued.checkHost("monitoring.tocsin.internal")]).toEqual([NAME, undefined]);
        expect([issued.validFromDate, issued.validToDate]).toEqual([VALIDITY.from, VALIDITY.until]);
        expect(issued.checkPrivateKey(createPrivateKey(key))).toBe(true);
        expect(issued.toString()).toBe(certificate);
      }),
      { numRuns: 50 },
    ));

  test("keeps its key, its certificate to the byte and its servers' key, whatever it issues", async () => {
    const { certificate, issue } = await authorityOf("a secret of its own");
    expect(certificate).toBe(readFileSync("test/fixtures/deployed/authority.crt", "utf8"));
    const [before, renewed] = [await issue(NAME, ENDLESS), await issue(NAME, VALIDITY)];
    expect(before.key).toContain("MC4CAQAwBQYDK2VwBCIEINoiVkZLzxVxfyElIUDyUcx33lAzuo33vUXGs4D4fEq2");
    expect(renewed.key).toBe(before.key);
    expect(renewed.certificate).not.toBe(before.certificate);
    for (const one of [before, renewed]) expect(read(one.certificate).verify(read(certificate).publicKey)).toBe(true);
  });
});

test("the library is loaded when a certificate is made, and not with the stack", async () => {
  const { stdout } = await execa(process.execPath, ["--require", "tsx/cjs", "--eval", LOADED]);
  expect(stdout.split("\n")).toEqual(["before: false", "after: true"]);
}, 60_000);

const programs = programsOrSkip("openssl");

describe.skipIf(!programs)("openssl", () => {
  const dir = mkdtempSync(join(tmpdir(), "tocsin-authority-"));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const file = (name: string, content: string) => {
    writeFileSync(join(dir, name), content);
    return join(dir, name);
  };
  let own: Authority;
  let issued: string;
  beforeAll(async () => {
    own = await authorityOf("a secret of its own");
    issued = file("issued.crt", (await own.issue(NAME, VALIDITY)).certificate);
  });
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
    expect(await verified((await authorityOf("another secret")).certificate)).not.toBe(0);
  });
});
