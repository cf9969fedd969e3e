import { describe, expect, it } from "vitest";
import { refusePublishedSecrets, refusePublishedState, usesPublishedPassphrase } from "../../../infra/engine";

const published = { passphrase: "published" } as const;
const document = {
  encryptionsalt: "v1:…",
  config: {
    "tocsin:notifications": { slack: { webhook: { secure: "v1:abc" } } },
    "tocsin:services": [{ name: "shop" }, { password: { secure: "v1:def" } }],
    "tocsin:pagerduty": { secure: "v1:ghi" },
  },
};

describe("a secret in an environment's file", () => {
  it("is refused under the published passphrase, each one with its path, and the error says how to seal it", () => {
    expect(() => refusePublishedSecrets("local", document, published)).toThrow(
      [
        "Pulumi.local.yaml holds secrets under the passphrase that this project publishes, so anyone can read them:",
        "  config.tocsin:notifications.slack.webhook",
        "  config.tocsin:services.1.password",
        "  config.tocsin:pagerduty",
        "Seal them with a passphrase of your own (the first command asks for it), and set it in your shell:",
        "  PULUMI_CONFIG_PASSPHRASE=tocsin-local npm run pulumi -- stack change-secrets-provider passphrase --stack local",
        "  export PULUMI_CONFIG_PASSPHRASE='your passphrase'",
      ].join("\n"),
    );
  });

  it.each(["own", "none"] as const)("is fine when the passphrase is of kind %s", (passphrase) => {
    expect(() => refusePublishedSecrets("dev", document, { passphrase })).not.toThrow();
    expect(usesPublishedPassphrase({ passphrase })).toBe(false);
  });
});

describe("a file without secrets", () => {
  it.each([undefined, null, {}, { config: { "tocsin:secure": "a word", "tocsin:tls": { secure: true } } }])(
    "is fine under the published passphrase: %j",
    (content) => {
      expect(() => refusePublishedSecrets("local", content, published)).not.toThrow();
      expect(usesPublishedPassphrase(published)).toBe(true);
    },
  );
});

describe("a state under the published passphrase", () => {
  it("is refused where an environment is elsewhere than on this machine, and the error says how to seal it", () => {
    expect(() => refusePublishedState("dev", false, published)).toThrow(
      /The state of "dev" would hold passwords.*\n.*\n.*change-secrets-provider passphrase --stack dev\n/,
    );
  });

  it("is fine on this machine, and elsewhere with another passphrase", () => {
    expect(() => refusePublishedState("local", true, published)).not.toThrow();
    expect(() => refusePublishedState("dev", false, { passphrase: "own" })).not.toThrow();
  });
});
