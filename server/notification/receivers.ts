import { Invalid } from "@/domain/errors";
import { isLoopbackName } from "@/domain/identity-provider/issuer";
import { receiverProblem } from "@/domain/notification/address";
import { readEnvironment } from "@/server/env";
import { isForbidden, type ReachableNetwork, rangesFor } from "@/server/outgoing/guarded-request";

export const WAY_OUT =
  "For a receiver inside your own network, its operator names the host in FAULTLINE_PRIVATE_RECEIVERS.";

/** What notifications may reach: everything public, and the hosts that the operator names. */
export function networkFor(hostname: string, privateHosts: readonly string[]): ReachableNetwork {
  const isNamed = privateHosts.includes(hostname.toLowerCase());
  return { loopback: isNamed && isLoopbackName(hostname), privateHosts };
}

/** The address as it is kept, and its host; refused where nothing would ever be sent there. */
export function receiverOf(
  address: string,
  privateHosts: readonly string[] = readEnvironment().privateReceivers,
): { url: string; host: string } {
  const problem = receiverProblem(address, privateHosts);
  if (problem !== null) throw new Invalid("url", problem, "invalid-address");
  const { href, host, hostname } = new URL(address);
  if (isForbidden(hostname, rangesFor(hostname, networkFor(hostname, privateHosts)))) {
    throw new Invalid(
      "url",
      `${hostname} has an address that Faultline does not connect to. ${WAY_OUT}`,
      "invalid-address",
    );
  }
  return { url: href, host };
}
