import { Connection } from "./connection";
import { CRM, SDK } from "./crm";
import { Granted, Simulator } from "./simulator";
import { Steps } from "./steps";
import { authorise } from "./authorise";
import { conversion } from "./conversion";
import { deals } from "./deals";
import { duplicates } from "./duplicates";
import { failures } from "./failures";
import { finding } from "./finding";
import { metadata } from "./metadata";
import { notes } from "./notes";
import { organisation } from "./organisation";
import { records } from "./records";
import { removal } from "./removal";
import { watching } from "./watching";

/** What every part of the session works with. */
export interface Session extends Steps {
    readonly sdk: SDK;
    readonly crm: CRM;
    readonly simulator: Simulator;
    readonly connection: Connection;
    /** The consent that most of the session lives on. */
    readonly granted: Granted;
}

const parts = [
    authorise,
    organisation,
    metadata,
    records,
    finding,
    notes,
    deals,
    conversion,
    duplicates,
    watching,
    removal,
    failures,
];

/**
 * Runs one session of an SDK against a simulator of its own, printing each step.
 * Gives the code to exit with.
 */
export async function run(who: string, sdk: SDK, program: string): Promise<number> {
    const simulator = await Simulator.start(program);
    const connection = new Connection(sdk, simulator);
    const session = Object.assign(new Steps(), {
        sdk,
        simulator,
        connection,
        crm: new CRM(sdk),
        granted: await simulator.grant({ redirectUri: "https://app.example/callback" }),
    });
    try {
        for (const part of parts) {
            await part(session);
        }
    } finally {
        connection.close();
        simulator.stop();
    }
    return session.finish(who);
}
