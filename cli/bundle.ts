import { servedCommandLine } from "./start/build";
import { bundleCommandLine } from "./start/bundle";

// `npm run build` ends with it: the command line for pipelines, among the files that the application serves.
await bundleCommandLine(servedCommandLine);
