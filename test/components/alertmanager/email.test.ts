// E-mail through the real Alertmanager to a mail server: with and without STARTTLS and a login, and what is said where it fails.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assemble } from "../../../components/monitoring";
import { endpoints, settings } from "../../support/environment";
import { toolsOrSkip } from "../../support/tools";
import { certificate, type MailServer, startMailServer } from "./mail-server";
import { type Running, start, until } from "./running";

const tools = toolsOrSkip("alertmanager");

const PASSWORD = "a-mail-password";

type Smtp = Omit<NonNullable<ReturnType<typeof settings>["notifications"]["smtp"]>, "host">;

const notificationsWith = (smtp: Partial<Smtp> & { host: string }) =>
  assemble(
    "prod",
    settings({
      notifications: {
        smtp: { from: "alerts@example.com", ...smtp },
        receivers: [
          { name: "managers", severities: ["critical"], email: ["managers@example.com", "board@example.com"] },
        ],
      },
    }),
    endpoints,
  ).notifications;

describe.skipIf(!tools)("an e-mail", () => {
  let tls: Awaited<ReturnType<typeof certificate>>;
  beforeAll(async () => {
    tls = await certificate();
  });
  afterAll(() => tls.remove());

  /** Posts a critical alert to an Alertmanager with this mail server. */
  async function sentTo<T>(
    server: MailServer,
    smtp: Partial<Smtp>,
    look: (alertmanager: Running) => Promise<T>,
    smtpPassword = PASSWORD,
  ): Promise<T> {
    const alertmanager = await start(
      tools?.alertmanager ?? "",
      () => notificationsWith({ host: server.host, ...smtp }),
      { smtpPassword, environment: { SSL_CERT_FILE: tls.file } },
    );
    try {
      await alertmanager.post({
        labels: { alertname: "ServiceDown", severity: "critical", service: "shop", team: "sales" },
        annotations: { summary: "shop is down" },
      });
      return await look(alertmanager);
    } finally {
      await alertmanager.stop();
      await server.close();
    }
  }

  const mailAt = (server: MailServer) => (alertmanager: Running) =>
    until(
      () => server.mails[0],
      () => alertmanager.log(),
    );

  const saidBy = (pattern: RegExp) => (alertmanager: Running) =>
    until(
      () => pattern.exec(alertmanager.log())?.[0],
      () => alertmanager.log(),
    );

  const plain = () =>
    startMailServer({ authOptional: true, hideSTARTTLS: true, disabledCommands: ["STARTTLS", "AUTH"] });
  const encrypted = () => startMailServer({ authOptional: true, cert: tls.cert, key: tls.key });
  const withLogin = () =>
    startMailServer({
      cert: tls.cert,
      key: tls.key,
      onAuth: ({ username, password }, _, done) =>
        username === "alerts" && password === PASSWORD
          ? done(null, { user: username })
          : done(new Error("Invalid username or password")),
    });

  test("goes through a plain relay with tls: false", async () => {
    const server = await plain();
    expect(await sentTo(server, { tls: false }, mailAt(server))).toMatchObject({
      encrypted: false,
      to: ["managers@example.com", "board@example.com"],
      text: expect.stringContaining("ServiceDown"),
    });
  });

  test("does not go unencrypted without that, and Alertmanager says why", async () => {
    const server = await plain();
    expect(await sentTo(server, {}, saidBy(/does not advertise the STARTTLS extension/))).toBeTruthy();
    expect(server.mails).toEqual([]);
  });

  test("is encrypted with STARTTLS by default", async () => {
    const server = await encrypted();
    expect(await sentTo(server, {}, mailAt(server))).toMatchObject({ encrypted: true, user: undefined });
  });

  test("logs in with user and password, over STARTTLS", async () => {
    const server = await withLogin();
    const login: Partial<Smtp> = { user: "alerts", password: PASSWORD };
    expect(await sentTo(server, login, mailAt(server))).toMatchObject({ encrypted: true, user: "alerts" });
  });

  test("is refused with a wrong password, and Alertmanager names the server's error", async () => {
    const server = await withLogin();
    const login: Partial<Smtp> = { user: "alerts", password: PASSWORD };
    expect(await sentTo(server, login, saidBy(/Invalid username or password/), "wrong")).toBeTruthy();
    expect(server.mails).toEqual([]);
  });
});

describe("a mail server's settings", () => {
  const email = (smtp: object) =>
    notificationsWith({ host: "mail.example.com:587", ...smtp }).receivers.find(({ name }) => name === "managers")
      ?.email;

  test("never put the password into what is watched", () => {
    expect(email({ user: "alerts", password: PASSWORD })?.smtp).toEqual({
      host: "mail.example.com:587",
      from: "alerts@example.com",
      tls: true,
      user: "alerts",
    });
  });

  test.each([
    [{ user: "alerts" }, "user and password, or neither"],
    [{ password: PASSWORD }, "user and password, or neither"],
    [{ tls: false, user: "alerts", password: PASSWORD }, "tls with user and password"],
  ])("%j are refused", (smtp, message) => {
    expect(() => email(smtp)).toThrow(message);
    expect(() => email(smtp)).not.toThrow(PASSWORD);
  });
});
