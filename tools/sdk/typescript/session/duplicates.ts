import { Session } from "./session";
import { holds, same } from "./steps";

/** Upsert, fields that refuse duplicates, and counting (zoho-crm-api §2.5, §3.6). */
export async function duplicates(s: Session): Promise<void> {
    const { sdk, crm, simulator } = s;
    const contacts = new sdk.Record.RecordOperations("Contacts");

    await s.step("upsert: a known e-mail changes the contact, another adds one", async () => {
        const known = await crm.added("Contacts", { First_Name: "Una", Last_Name: "Old", Email: "una@example.com" });
        const body = await crm.body({ Last_Name: "New", Email: "una@example.com" }, { Last_Name: "Other", Email: "other@example.com" });
        body.setDuplicateCheckFields(["Email"]);
        const [changed, added] = crm.items(await contacts.upsertRecords(body), 200);
        same("id", crm.success(changed, "record updated").get("id"), known.toString());
        crm.success(added, "record added");
        holds("they are successes", changed instanceof sdk.Record.SuccessResponse && added instanceof sdk.Record.SuccessResponse);
        same("actions", [changed, added].map((i) => i.getAction().getValue()), ["update", "insert"]);
        same("what matched", changed.getDuplicateField(), "Email");
        same("stored", (await simulator.record("Contacts", known)).Full_Name, "Una New");
    });

    await s.step("upsert: events have none", async () => {
        const event = await crm.body({ Event_Title: "x", Start_DateTime: new Date("2027-03-08T15:00:00Z"), End_DateTime: new Date("2027-03-08T15:30:00Z"), Meeting_Venue__s: crm.choice("Online") });
        const before = (await simulator.records("Events")).length;
        const answer = await new sdk.Record.RecordOperations("Events").upsertRecords(event);
        same("HTTP status", answer.getStatusCode(), 400);
        same("events", (await simulator.records("Events")).length, before);
    });

    await s.step("duplicates: a unique field of our own is DUPLICATE_DATA, naming the other record", async () => {
        await simulator.control("POST", "fields/Leads", { apiName: "Badge", unique: true });
        await sdk.ModuleFieldsHandler.refreshFields("Leads");
        const first = await crm.added("Leads", { Last_Name: "First", Company: "A", Badge: "B-1" });
        const [item] = crm.items(await crm.create("Leads", { Last_Name: "Second", Company: "B", Badge: "B-1" }), 400);
        const details = crm.exception(item, "DUPLICATE_DATA");
        same("details", [details.get("api_name"), String(details.get("id"))], ["Badge", first.toString()]);
        same("stored", (await simulator.records("Leads")).filter((r) => r.Badge === "B-1").map((r) => r.Last_Name), ["First"]);
    });

    await s.step("count: of all contacts, once it has caught up", async () => {
        await simulator.advance(600);
        const count = crm.object(await contacts.recordCount(), 200, sdk.Record.CountWrapper).getCount();
        same("count", Number(count), (await simulator.records("Contacts")).length);
    });
}
