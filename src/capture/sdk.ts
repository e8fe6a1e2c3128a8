import { type AwsService } from "../account/calls";
import { type JsonObject } from "../terraform";
import { type Ask, RefusedByAws } from "./aws-question";
import { fatalFault, codeOf } from "./aws-errors";

/** As many tries as adaptive mode makes good use of [AWS SDKs and Tools Reference Guide, retry behavior]. */
const TRIES = 10;
const MILLISECONDS_TO_CONNECT = 10_000;
const MILLISECONDS_TO_ANSWER = 120_000;

/** What a client of the SDK is made with; the credentials are asked for anew when they have run out. */
export interface ClientConfig {
  readonly region: string;
  readonly credentials: () => Promise<{ readonly accessKeyId: string; readonly secretAccessKey: string }>;
}

/** What is used of each service's client. */
interface Client {
  send(command: unknown): Promise<object>;
  destroy(): void;
}

/** A client of one service, and its package, where the class of a command is named after its operation. */
interface Service {
  readonly client: Client;
  readonly commands: object;
}

type Command = new (input: object) => unknown;

/** Settings of all clients. Tests say in the environment how often an emulator is to be asked. */
function settings() {
  const tries = process.env["AWS_MAX_ATTEMPTS"] === undefined ? { maxAttempts: TRIES } : {};
  const handler = { connectionTimeout: MILLISECONDS_TO_CONNECT, requestTimeout: MILLISECONDS_TO_ANSWER };
  return { ...tries, retryMode: "adaptive", requestHandler: handler, logger: QUIET };
}

const nothing = (): void => {};
/** What the SDK advises of would stand between our lines. */
export const QUIET = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

/** Each service's package, loaded when it is asked: nobody else needs it, and it is large. */
const SERVICES: Readonly<Record<AwsService, (config: ClientConfig) => Promise<Service>>> = {
  ec2: async (config) => {
    const sdk = await import("@aws-sdk/client-ec2");
    return { client: new sdk.EC2Client({ ...settings(), ...config }) as unknown as Client, commands: sdk };
  },
  elasticloadbalancing: async (config) => {
    const sdk = await import("@aws-sdk/client-elastic-load-balancing-v2");
    const client = new sdk.ElasticLoadBalancingV2Client({ ...settings(), ...config });
    return { client: client as unknown as Client, commands: sdk };
  },
  ram: async (config) => {
    const sdk = await import("@aws-sdk/client-ram");
    return { client: new sdk.RAMClient({ ...settings(), ...config }) as unknown as Client, commands: sdk };
  },
  servicequotas: async (config) => {
    const sdk = await import("@aws-sdk/client-service-quotas");
    return { client: new sdk.ServiceQuotasClient({ ...settings(), ...config }) as unknown as Client, commands: sdk };
  },
  "vpc-lattice": async (config) => {
    const sdk = await import("@aws-sdk/client-vpc-lattice");
    return { client: new sdk.VPCLatticeClient({ ...settings(), ...config }) as unknown as Client, commands: sdk };
  },
};

/** An answer as the AWS CLI prints it: times as text, and nothing about the call. */
function jsonOf(answer: object): JsonObject {
  return JSON.parse(JSON.stringify({ ...answer, $metadata: undefined })) as JsonObject;
}

/** A Region of AWS, to be asked through the SDK. */
export class AwsRegion {
  private readonly services = new Map<AwsService, Promise<Service>>();

  constructor(private readonly config: ClientConfig) {}

  readonly ask: Ask = async ({ service, operation, input }) => {
    const { client, commands } = await this.serviceOf(service);
    const name = `${operation}Command` as keyof typeof commands;
    const command = commands[name] as Command | undefined;
    // An older SDK does not know the newest operations.
    if (!command) throw new RefusedByAws("UnknownToThisSdk");
    try {
      return jsonOf(await client.send(new command(input)));
    } catch (error) {
      throw fatalFault(error, this.config.region) ?? new RefusedByAws(codeOf(error));
    }
  };

  async end(): Promise<void> {
    for (const service of this.services.values()) (await service).client.destroy();
  }

  private serviceOf(service: AwsService): Promise<Service> {
    const known = this.services.get(service) ?? SERVICES[service](this.config);
    this.services.set(service, known);
    return known;
  }
}
