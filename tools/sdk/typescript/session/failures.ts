import { Session } from "./session";
import { same } from "./steps";

/** How Zoho's errors reach a user of the SDK (zoho-crm-api §7, §12). */
export async function failures(s: Session): Promise<void> {
    const { sdk, crm, simulator } = s;

    await s.step("error: MANDATORY_NOT_FOUND for a contact without last name", async () => {
        const before = (await simulator.records("Contacts")).length;
        const [item] = crm.items(await crm.create("Contacts", { First_Name: "Nameless" }), 400);
        same("field", crm.exception(item, "MANDATORY_NOT_FOUND").get("api_name"), "Last_Name");
        same("contacts", (await simulator.records("Contacts")).length, before);
    });

    await s.step("error: MANDATORY_NOT_FOUND for a call without duration", async () => {
        const call = { Subject: "No duration", Call_Type: crm.choice("Inbound"), Call_Start_Time: new Date("2026-01-05T15:00:00Z") };
        const [item] = crm.items(await crm.create("Calls", call), 400);
        same("field", crm.exception(item, "MANDATORY_NOT_FOUND").get("api_name"), "Call_Duration");
    });

    await s.step("error: INVALID_DATA for a value that is too long", async () => {
        const [item] = crm.items(await crm.create("Contacts", { Last_Name: "x".repeat(81) }), 400);
        const details = crm.exception(item, "INVALID_DATA");
        same("details", [details.get("api_name"), Number(details.get("maximum_length"))], ["Last_Name", 80]);
    });

    await s.step("error: a module that does not exist", async () => {
        let told: any;
        await crm.get("Nowhere", 1n).catch((error) => (told = error));
        same("code and what the server said", [told?.code, told?.details?.code], ["API_EXCEPTION", "INVALID_MODULE"]);
    });

    await s.step("error: 429 without a word on when to come back", async () => {
        await strike(s, "/crm/v8/coql", 429, "TOO_MANY_REQUESTS");
        const answer = await crm.query("select Last_Name from Contacts where Last_Name != 'x'");
        crm.exception(crm.object(answer, 429, sdk.Coql.APIException), "TOO_MANY_REQUESTS", sdk.Coql.APIException);
        same("Retry-After", answer.getHeaders().get("retry-after"), undefined);
    });

    await s.step("error: 500 leaves a write undone, and is an APIException too", async () => {
        const before = (await simulator.records("Leads")).length;
        await strike(s, "/crm/v8/Leads", 500, "INTERNAL_ERROR");
        const answer = await crm.create("Leads", { Last_Name: "Lost", Company: "Lost" });
        crm.exception(crm.object(answer, 500, sdk.Record.APIException), "INTERNAL_ERROR");
        same("leads", (await simulator.records("Leads")).length, before);
    });

    await s.step("error: a read that met 503 is asked again by the SDK's HTTP client", async () => {
        await strike(s, "/crm/v8/org", 503, "SERVICE_UNAVAILABLE");
        const log = await simulator.during(async () => {
            crm.object(await new sdk.Org.OrgOperations().getOrganization(), 200, sdk.Org.ResponseWrapper);
        });
        same("statuses", log.map((r) => r.status), [503, 200]);
    });
}

/** Has the simulator answer that error instead, once. */
async function strike(s: Session, path: string, status: number, code: string): Promise<void> {
    await s.simulator.control("POST", "faults", { faults: [{ path, times: 1, kind: "status", status, code }] });
}
