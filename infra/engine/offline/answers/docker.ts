// Docker: containers, images, networks and volumes.
import type { Answers, Asked } from "../asked";

const digest = (asked: Asked) => `sha256:${asked.hex(64)}`;
/** The name of an image without its tag. */
const repository = (asked: Asked) => asked.named("name").replace(/:[^:/]*$/, "");

export const docker: Answers = {
  resources: {
    "docker:index/container:Container": (asked) => ({
      id: asked.hex(64),
      name: asked.named("name"),
      hostname: asked.hex(12),
      networkDatas: [
        {
          networkName: "bridge",
          ipAddress: `172.17.0.${2 + asked.number(250)}`,
          ipPrefixLength: 16,
          gateway: "172.17.0.1",
        },
      ],
    }),
    "docker:index/image:Image": (asked) => ({
      id: digest(asked),
      imageName: asked.named("imageName"),
      repoDigest: `${asked.named("imageName").replace(/:[^:/]*$/, "")}@${digest(asked)}`,
    }),
    "docker:index/network:Network": (asked) => ({ id: asked.hex(64), name: asked.named("name"), driver: "bridge" }),
    "docker:index/registryImage:RegistryImage": (asked) => ({ id: digest(asked), sha256Digest: digest(asked) }),
    "docker:index/remoteImage:RemoteImage": (asked) => ({
      id: `${digest(asked)}${asked.named("name")}`,
      imageId: digest(asked),
      repoDigest: `${repository(asked)}@${digest(asked)}`,
    }),
    "docker:index/volume:Volume": (asked) => ({
      id: asked.named("name"),
      name: asked.named("name"),
      driver: "local",
      mountpoint: `/var/lib/docker/volumes/${asked.named("name")}/_data`,
    }),
  },
  lookUps: {
    "docker:index/getNetwork:getNetwork": (asked) => ({
      id: asked.hex(64),
      driver: "bridge",
      scope: "local",
      ipamConfigs: [],
    }),
    "docker:index/getRegistryImage:getRegistryImage": (asked) => ({ id: digest(asked), sha256Digest: digest(asked) }),
    "docker:index/getRemoteImage:getRemoteImage": (asked) => ({
      id: digest(asked),
      repoDigest: `${repository(asked)}@${digest(asked)}`,
    }),
  },
};
