// A machine's root as Debian's own image for EC2 is, as far as set-up sees it, with a repository of what that may install.
import { createHash } from "node:crypto";
import { join } from "node:path";
import { run } from "../../../../../components/host/tools/commands";
import { SourceError } from "../../../../../components/host/tools/install";
import { make, type Recipe } from "../../../../cluster/build/recipe";
import { nspawn } from "./nspawn";

/** The release of the image that `imageParameter` names. */
const SUITE = "bookworm";

/** Of the image, beyond what debootstrap always has: neither curl nor certificates, so that set-up has to bring them. */
const IMAGE = ["systemd-sysv", "dbus", "udev", "cloud-init", "locales", "iproute2", "python3"];

/** What set-up of hosts and, under the names of Debian, of servers installs. A package that is not here is not to be had. */
const REPOSITORY = ["curl", "ca-certificates", "openssl", "awscli", "apache2-utils", "libatomic1", "snapd"];

// The mirror is the one of this machine's apt. The root forgets it: what it installs later comes from its own repository.
const BUILD = `set -eu
packages=$1 root=$2 suite=$3 image=$4 repository=$5
mirror=$(apt-get indextargets --format '$(REPO_URI)' "Codename: $suite" 'Origin: Debian' 'Created-By: Packages' | head -n 1)
[ -n "$mirror" ] || { echo "apt has no mirror of Debian's $suite" >&2; exit 1; }
export DEBOOTSTRAP_DIR="$packages/usr/share/debootstrap" DEBIAN_FRONTEND=noninteractive
"$packages/usr/sbin/debootstrap" --variant=minbase "$suite" "$root" "$mirror"
# debootstrap itself does not know which package a Python package stands for.
chroot "$root" apt-get install -y -q --no-install-recommends $image
chroot "$root" apt-get clean
chroot "$root" apt-get install -y -q --no-install-recommends --download-only $repository
cd "$root"
mkdir srv/packages
mv var/cache/apt/archives/*.deb srv/packages/
for file in srv/packages/*.deb; do
  dpkg-deb -f "$file"
  echo "Filename: ./\${file##*/}"
  echo "Size: $(stat -c %s "$file")"
  echo "SHA256: $(sha256sum "$file" | cut -d ' ' -f 1)"
  echo
done >srv/packages/Packages
echo 'deb [trusted=yes] file:/srv/packages ./' >etc/apt/sources.list
rm -rf var/lib/apt/lists/* var/cache/apt/*.bin etc/machine-id etc/resolv.conf etc/hostname
touch etc/machine-id`;

const MOST_SECONDS = 900;

export const debian: Recipe = {
  name: `debian-${SUITE}-${createHash("sha256")
    .update(JSON.stringify([IMAGE, REPOSITORY, BUILD]))
    .digest("hex")
    .slice(0, 8)}`,
  what: `the root of a machine with Debian (${SUITE})`,
  make: async (scratch, maker) => {
    const packages = await make(nspawn, maker);
    const args = [packages, join(scratch, "root"), SUITE, IMAGE.join(" "), REPOSITORY.join(" ")];
    const { environment } = maker;
    const built = await run("sh", ["-c", BUILD, "sh", ...args], { environment, scratch, timeoutSeconds: MOST_SECONDS });
    if (!built.ok) throw new SourceError(`debootstrap: ${built.failure}`);
  },
};
