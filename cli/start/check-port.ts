import net from "node:net";
import { OperatorError } from "@/db/operator-error";
import { portTaken } from "./application-process";

/** Finds out before anything is started whether the port can be had; 0 asks the system for a free one. */
export function checkPort(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") return reject(new OperatorError("port-taken", portTaken(port)));
      if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND") {
        return reject(new OperatorError("host-unknown", hostUnknown(host)));
      }
      if (error.code === "EACCES") return reject(new OperatorError("port-forbidden", portForbidden(port)));
      reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === "object" ? address.port : port));
    });
  });
}

function hostUnknown(host: string): string {
  return `This machine has no address ${host} to listen on. Set HOST to one it has, or leave it unset for 127.0.0.1.`;
}

function portForbidden(port: number): string {
  return `This user may not listen on port ${port}; ports below 1024 are reserved. Choose another one: \`PORT=3000 npm start\`.`;
}
