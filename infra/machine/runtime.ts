// How the local parts run: Docker where it is wanted and can be used, else processes of this machine.
import { version as dockerPluginVersion } from "@pulumi/docker/package.json";
import { dockerAnswers } from "../../components/host/docker";
import { run } from "../../components/host/tools/commands";
import { readEnvironment } from "../../components/host/tools/environment";
import { definitionOf, type LocalPlatform, type Platform } from "../../components/monitoring";
import type { Surroundings } from "../../stacks";
import type { Engine } from "../engine";

const PLUGIN_TIMEOUT_SECONDS = 120;

/** The runtime, and why it was chosen. */
export interface Runtime {
  kind: Surroundings["runtime"];
  because: string;
}

/** The runtime of a platform; of no meaning where nothing of it runs here. */
export async function runtimeOf(platform: Platform, engine?: Engine): Promise<Runtime> {
  const here = definitionOf(platform).onThisMachine(platform);
  if (here) return resolveRuntime(here.runtime, engine);
  return { kind: "native", because: `nothing runs on this machine on the platform ${platform.kind}` };
}

/**
 * `auto` becomes Docker where its daemon answers and the engine has its plugin or can get it.
 * Without an engine (the program run by hand) the engine gets the plugin itself.
 */
export async function resolveRuntime(wanted: LocalPlatform["runtime"], engine?: Engine): Promise<Runtime> {
  if (wanted !== "auto") return { kind: wanted, because: "the settings say so" };
  if (!(await dockerAnswers())) return { kind: "native", because: "no Docker daemon answers" };
  if (engine && !(await hasPlugin(engine)))
    return { kind: "native", because: "Docker answers, but its plugin for the engine cannot be had" };
  return { kind: "docker", because: "a Docker daemon answers" };
}

/** Installs the plugin where it is missing; where it is there, this says so at once. */
async function hasPlugin(engine: Engine): Promise<boolean> {
  const args = ["plugin", "install", "resource", "docker", dockerPluginVersion];
  const { ok } = await run(engine.path, args, {
    environment: readEnvironment(),
    timeoutSeconds: PLUGIN_TIMEOUT_SECONDS,
  });
  return ok;
}
