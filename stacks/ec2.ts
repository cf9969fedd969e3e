// EC2: hosts in an AWS account, and the servers that watch them.
import { Ec2Monitoring, endpointsOf } from "../components/ec2";
import { incidentsPlanOf } from "../components/incidents";
import { assemble, dashboardFiles, type Monitoring } from "../components/monitoring";
import { remediationPlanOf } from "../components/remediation";
import { awsProvider } from "./aws-provider";
import { drillProgram, incidentsProgram, remediationProgram } from "./programs";
import { type Facts, type SettingsOn, type Surroundings, stackOn } from "./stack";
import { tracedServices } from "./traced-services";

type Ec2Settings = SettingsOn<"ec2">;

const monitoring = (settings: Ec2Settings, { environment, ownRules }: Facts): Monitoring =>
  assemble(environment, settings, endpointsOf(environment, settings), ownRules);

function deploy(settings: Ec2Settings, { environment, credentials, now }: Surroundings, watched: Monitoring) {
  const goesElsewhere = settings.platform.remoteWrite !== undefined;
  const dashboards = dashboardFiles(watched, goesElsewhere ? { environments: { chosen: environment } } : {});
  const provider = awsProvider("aws", { region: settings.platform.region, ...settings.platform.aws });
  const { addresses, commands, servers, version } = new Ec2Monitoring(
    environment,
    {
      ...{ settings, monitoring: watched, dashboards, credentials, now },
      traced: settings.traces ? tracedServices(settings.services, settings.traces) : [],
      ...(incidentsPlanOf(watched) && { incidentsProgram: incidentsProgram() }),
      ...(remediationPlanOf(watched) && { remediationProgram: remediationProgram() }),
      ...(watched.notifications.drill && { drillProgram: drillProgram() }),
    },
    { provider },
  );
  return { addresses, commands, servers, version };
}

export const ec2 = stackOn("ec2", { monitoring, deploy });
