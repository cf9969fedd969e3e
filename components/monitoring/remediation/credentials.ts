// The credentials of hooks: their addresses and the secrets that sign, by the names of the files which hold them.
import type { NamedCredential } from "../receivers";
import type { Settings } from "../settings/schema";

/** The files of one hook. */
export const hookFiles = (name: string) => ({ webhook: `${name}-webhook`, secret: `${name}-secret` });

export const hookCredentials = ({ remediation }: Pick<Settings["notifications"], "remediation">): NamedCredential[] =>
  remediation.flatMap(({ name, webhook, secret }, index) => {
    const files = hookFiles(name);
    const setting = `notifications.remediation[${index}]`;
    return [
      { name: files.webhook, setting: `${setting}.webhook`, value: webhook },
      { name: files.secret, setting: `${setting}.secret`, value: secret },
    ];
  });
