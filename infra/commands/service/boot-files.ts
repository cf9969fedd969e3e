// What starts a local environment with its user's session: a systemd user unit, and a launchd agent on macOS.
import { join } from "node:path";

export interface Supervisor {
  environment: string;
  /** The project's folder. */
  folder: string;
  /** The program with its arguments. */
  command: readonly string[];
  path: string;
}

export interface BootFile {
  path: string;
  text: string;
  /** Commands that make the session's manager take it, in order. */
  enable: readonly (readonly string[])[];
  /** Commands that end it, before the file is removed. */
  disable: readonly (readonly string[])[];
  /** What else there is to know. */
  advice: string;
}

interface User {
  platform: NodeJS.Platform;
  home: string;
  /** XDG_CONFIG_HOME. */
  configHome?: string;
  uid?: number;
  name: string;
}

/** Throws where neither is there. */
export function bootFile(supervisor: Supervisor, user: User): BootFile {
  const { environment } = supervisor;
  const { home } = user;
  if (user.platform === "linux") {
    const unit = `tocsin-${environment}.service`;
    const systemctl = (...args: string[]) => ["systemctl", "--user", ...args];
    return {
      path: join(user.configHome ?? join(home, ".config"), "systemd", "user", unit),
      text: unitText(supervisor),
      enable: [systemctl("daemon-reload"), systemctl("enable", unit), systemctl("restart", unit)],
      disable: [systemctl("disable", "--now", unit)],
      advice: `It starts when ${user.name} logs in. To start it at boot, before anybody does: loginctl enable-linger ${user.name}`,
    };
  }
  if (user.platform === "darwin") {
    const label = `tocsin.${environment}`;
    const path = join(home, "Library", "LaunchAgents", `${label}.plist`);
    const domain = `gui/${user.uid ?? 501}`;
    return {
      path,
      text: plistText(label, supervisor),
      enable: [["launchctl", "bootstrap", domain, path]],
      disable: [["launchctl", "bootout", `${domain}/${label}`]],
      advice: `It starts when ${user.name} logs in.`,
    };
  }
  throw new Error(
    `On ${user.platform} there is neither systemd nor launchd; have what starts your programs run: ${supervisor.command.join(" ")}`,
  );
}

/** systemd's own: specifiers begin with %, variables with $. */
const quoted = (text: string) =>
  `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("%", "%%").replaceAll("$", "$$$$")}"`;

/** In what is no command, $ is only a character. */
const quotedValue = (text: string) => quoted(text).replaceAll("$$", "$");

/** The parts are ended by the supervisor, Prometheus first; what is left after two minutes is killed. */
const unitText = ({ environment, folder, command, path }: Supervisor) => `[Unit]
Description=Tocsin's environment ${environment.replaceAll("%", "%%")} in ${folder.replaceAll("%", "%%")}

[Service]
Type=exec
WorkingDirectory=${folder.replaceAll("%", "%%")}
Environment=${quotedValue(`PATH=${path}`)}
ExecStart=${command.map(quoted).join(" ")}
Restart=on-failure
RestartSec=5
KillMode=mixed
TimeoutStopSec=120

[Install]
WantedBy=default.target
`;

const xml = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const plistText = (
  label: string,
  { environment, folder, command, path }: Supervisor,
) => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>${xml(label)}</string>
  <key>ProgramArguments</key>
  <array>
${command.map((word) => `    <string>${xml(word)}</string>`).join("\n")}
  </array>
  <key>WorkingDirectory</key>
  <string>${xml(folder)}</string>
  <key>EnvironmentVariables</key>
  <dict>
    <key>PATH</key>
    <string>${xml(path)}</string>
  </dict>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
  <key>ExitTimeOut</key>
  <integer>120</integer>
  <key>StandardOutPath</key>
  <string>${xml(join(folder, ".tocsin", "logs", `${environment}-supervise.log`))}</string>
  <key>StandardErrorPath</key>
  <string>${xml(join(folder, ".tocsin", "logs", `${environment}-supervise.log`))}</string>
</dict>
</plist>
`;
