import * as ZOHOCRMSDK from "@zohocrm/typescript-sdk-8.0";
import { run } from "./session/session";

run("TypeScript SDK", ZOHOCRMSDK, process.argv[2]).then((code) => process.exit(code));
