import { describe, expect, test } from "vitest";
import { formerKeys, parseSettings, plainCredentialsIn } from "../../../../components/monitoring";

const api = { name: "api", mixin: "service", targets: ["10.0.0.1:80"] };
const mail = { name: "ops", severities: ["critical"], webhook: "https://example.com/hook" };

describe("former keys", () => {
  const former = {
    services: [api, { ...api, name: "web", also: ["nodejs"] }],
    notifications: { also: [mail] },
    scrape: { keep: "used", also: ["orders_.*"] },
  };

  test("are read as what they are called now", () => {
    const current = {
      services: [api, { ...api, name: "web", extraMixins: ["nodejs"] }],
      notifications: { receivers: [mail] },
      scrape: { keep: "used", extraMetrics: ["orders_.*"] },
    };
    expect(parseSettings(former)).toEqual(parseSettings(current));
    expect(formerKeys(current)).toEqual([]);
  });

  test("are named with the key of today", () => {
    const end = "; the former name is read until the next version, so rename it";
    expect(formerKeys(former)).toEqual([
      `tocsin:services[1].also is called extraMixins now${end}`,
      `tocsin:notifications.also is called receivers now${end}`,
      `tocsin:scrape.also is called extraMetrics now${end}`,
    ]);
  });

  test("are refused beside it, so that nothing of either is lost", () => {
    const both = { services: [{ ...api, also: ["nodejs"], extraMixins: ["llm"] }] };
    expect(() => parseSettings(both)).toThrow(/services\[0\]\.also: found an unknown key/);
  });

  test("are what errors name, where they are what was given", () => {
    const wrong = { notifications: { also: [{ ...mail, severities: ["loud"] }] }, scrape: { also: ["("] } };
    expect(() => parseSettings(wrong)).toThrow(/notifications\.also\[0\]\.severities\[0\]: found "loud"/);
    expect(() => parseSettings(wrong)).toThrow(/scrape\.also\[0\]/);
  });

  test("hide no credential in plain text", () => {
    const { webhook: value, ...rest } = mail;
    const settings = { notifications: { also: [{ ...rest, msteams: value }] } };
    expect(plainCredentialsIn(settings)).toEqual([{ path: "notifications.also[0].msteams", value }]);
  });

  test("are keys of these mappings alone", () => {
    expect(() => parseSettings({ also: [] })).toThrow(/also: found an unknown key/);
  });
});
