// What makes a machine what it is: files and commands. Two forms: user-data of a new machine, a script for one that exists.
import { yaml } from "../../prometheus";

export interface File {
  path: string;
  content: string;
  executable?: boolean;
}

export interface Setup {
  files: readonly File[];
  /** Run as root, in this order; each can be run again. The first that fails ends it. */
  commands: readonly string[];
}

/** A word of a shell's command: as it is where no shell would read it otherwise, else quoted. */
export const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** Where the scripts are, which not everything that starts commands looks at. */
const PATH = 'export PATH="/usr/local/sbin:/usr/local/bin:$PATH"';

/** EC2 takes no more user-data, in bytes. */
const MOST_USER_DATA = 16 * 1024;

/** cloud-init's configuration. Throws where it is larger than EC2 takes. */
export function userData({ files, commands }: Setup): string {
  const text = `#cloud-config\n${yaml({
    // An empty list is an error to cloud-init.
    ...(files.length > 0 && {
      write_files: files.map(({ path, content, executable }) => ({
        path,
        permissions: executable ? "0755" : "0644",
        content: withoutComments(content),
      })),
    }),
    runcmd: [["sh", "-c", ["set -eu", PATH, ...commands].join("\n")]],
  })}`;
  const bytes = Buffer.byteLength(text);
  if (bytes >= MOST_USER_DATA) {
    throw new Error(
      `User-data of ${bytes} bytes; EC2 takes less than ${MOST_USER_DATA}. Take exporters off this machine`,
    );
  }
  return text;
}

/**
 * The setup of a machine whose own is too large for user-data: it fetches that script from the bucket, and runs it if it is the
 * very one. Another script is other user-data.
 *
 * @param source `s3://bucket/key`.
 * @param sha256 The script's checksum, as hexadecimal digits.
 */
export function fetching(install: readonly string[], source: string, sha256: string, region: string): Setup {
  const script = "/root/tocsin-setup";
  return {
    files: [],
    commands: [
      ...install,
      // The role of a new machine may take some seconds to be in force.
      `for try in 1 2 3 4 5 6 7 8 9 10; do aws s3 cp --region ${region} ${source} ${script} && break; sleep 10; done`,
      `echo "${sha256}  ${script}" | sha256sum --check --strict`,
      `sh ${script}`,
    ],
  };
}

/** A script that does the same on a machine that runs. */
export function shellScript({ files, commands }: Setup): string[] {
  return [
    "#!/bin/sh",
    "set -eu",
    PATH,
    ...files.flatMap(({ path, content, executable }) => [
      `mkdir -p ${path.slice(0, path.lastIndexOf("/"))}`,
      // Quoted, so that the shell leaves the text as it is.
      `cat >${path} <<'END_OF_FILE'`,
      ...withoutComments(content).trimEnd().split("\n"),
      "END_OF_FILE",
      `chmod ${executable ? "755" : "644"} ${path}`,
    ]),
    ...commands,
  ];
}

/** Comments are for this repository; on a machine they are bytes. */
function withoutComments(content: string): string {
  return content
    .split("\n")
    .filter((line, index) => index === 0 || !/^\s*#/.test(line))
    .join("\n");
}
