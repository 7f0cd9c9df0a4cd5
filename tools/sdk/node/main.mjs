// The same session with Zoho's Node SDK, whose classes are those of the
// TypeScript SDK, but written for and loaded by Node alone.
import * as ZOHOCRMSDK from "@zohocrm/nodejs-sdk-8.0";
import { run } from "../typescript/built/session/session.js";

process.exit(await run("Node SDK", ZOHOCRMSDK, process.argv[2]));
