import { Session } from "./session";
import { holds, same } from "./steps";

/** Creating, changing and reading records of each module (zoho-crm-api §2.2 to §2.6, §3.1). */
export async function records(s: Session): Promise<void> {
    const { sdk, crm, simulator } = s;
    const operations = new sdk.Record.RecordOperations("Contacts");
    let contact: bigint;
    let lead: bigint;

    await s.step("create: a contact", async () => {
        contact = await crm.added("Contacts", { First_Name: "Iris", Last_Name: "Hale", Email: "iris.hale@example.com", Phone: "+1 212-555-0155" });
        const stored = await simulator.record("Contacts", contact);
        same("name", [stored.First_Name, stored.Last_Name, stored.Full_Name], ["Iris", "Hale", "Iris Hale"]);
    });

    await s.step("create: a lead and an account", async () => {
        lead = await crm.added("Leads", { Last_Name: "Brandt", Company: "Brandt Bakery", Lead_Source: crm.choice("Web Form") });
        const account = await crm.added("Accounts", { Account_Name: "Hale Brothers" });
        same("source", (await simulator.record("Leads", lead)).Lead_Source, "Web Form");
        same("account", (await simulator.record("Accounts", account)).Account_Name, "Hale Brothers");
    });

    await s.step("create: an event with contact, participant and reminder", async () => {
        const reminder = new sdk.Record.Reminder();
        reminder.setUnit(15);
        reminder.setPeriod("minutes");
        const id = await crm.added("Events", {
            Event_Title: "Cleaning: Iris Hale",
            Start_DateTime: new Date("2027-03-08T15:00:00Z"),
            End_DateTime: new Date("2027-03-08T15:30:00Z"),
            Meeting_Venue__s: crm.choice("In-office"),
            Who_Id: crm.to(contact),
            Participants: [participant(s, "contact", contact)],
            $send_notification: false,
        });
        const stored = await simulator.record("Events", id);
        same("start", new Date(stored.Start_DateTime).toISOString(), "2027-03-08T15:00:00.000Z");
        same("contact", stored.Who_Id.id, contact.toString());
        same("participant", stored.Participants[0].participant, contact.toString());
        const read = crm.rows(await crm.get("Events", id))[0];
        same("start as read", read.getKeyValue("Start_DateTime"), new Date("2027-03-08T15:00:00Z"));
        same("contact as read", read.getKeyValue("Who_Id").getId(), contact);
    });

    await s.step("create: an event for a lead", async () => {
        const id = await crm.added("Events", {
            Event_Title: "Call Ms Brandt",
            Start_DateTime: new Date("2027-03-09T15:00:00Z"),
            End_DateTime: new Date("2027-03-09T15:30:00Z"),
            Meeting_Venue__s: crm.choice("Online"),
            What_Id: crm.to(lead),
            $se_module: "Leads",
        });
        same("lead", (await simulator.record("Events", id)).What_Id.id, lead.toString());
    });

    await s.step("create: a task", async () => {
        const id = await crm.added("Tasks", { Subject: "Send the estimate", Due_Date: new Date("2027-03-10T00:00:00Z"), Priority: crm.choice("High"), Who_Id: crm.to(contact) });
        const stored = await simulator.record("Tasks", id);
        same("due and priority", [stored.Due_Date, stored.Priority], ["2027-03-10", "High"]);
    });

    await s.step("create: a call", async () => {
        const id = await crm.added("Calls", {
            Subject: "Booked by phone",
            Call_Type: crm.choice("Inbound"),
            Call_Start_Time: new Date("2026-01-05T15:00:00Z"),
            Call_Duration: "00:04",
            Who_Id: crm.to(contact),
        });
        same("duration", (await simulator.record("Calls", id)).Call_Duration, "00:04");
    });

    await s.step("update: two, one of them deleted, are 207, item by item", async () => {
        const id = await crm.added("Contacts", { Last_Name: "Twice" });
        await operations.deleteRecord(id);
        const items = crm.items(await operations.updateRecords(await crm.body({ id: contact, Title: "Dr" }, { id, Title: "Dr" })), 207);
        crm.success(items[0], "record updated");
        crm.exception(items[1], "INVALID_DATA");
        same("title", (await simulator.record("Contacts", contact)).Title, "Dr");
    });

    await s.step("update: one record, and only what was sent", async () => {
        const [item] = crm.items(await crm.update("Contacts", contact, { Mobile: "+1 212-555-0156" }), 200);
        same("id", crm.success(item, "record updated").get("id"), contact.toString());
        const stored = await simulator.record("Contacts", contact);
        same("numbers", [stored.Phone, stored.Mobile], ["+1 212-555-0155", "+1 212-555-0156"]);
    });

    await s.step("get: by id, and 204 for one that is not there", async () => {
        const [record] = crm.rows(await crm.get("Contacts", contact));
        same("id and name", [record.getId(), record.getKeyValue("Full_Name")], [contact, "Iris Hale"]);
        holds("it has a time", record.getCreatedTime() instanceof Date);
        same("owner", record.getKeyValue("Owner").getName(), "Helen Osgood");
        crm.nothing(await crm.get("Contacts", 1n));
    });

    await s.step("list: by pages", async () => {
        const page = async (n: number) => {
            const { FIELDS, PER_PAGE, PAGE, SORT_BY } = sdk.Record.GetRecordsParam;
            const params = await crm.params([FIELDS, "Last_Name,Phone"], [PER_PAGE, 2], [PAGE, n], [SORT_BY, "id"]);
            return crm.object(await operations.getRecords(params), 200, sdk.Record.ResponseWrapper);
        };
        const [first, second] = [await page(1), await page(2)];
        const ids = [...first.getData(), ...second.getData()].map((r) => r.getId());
        same("four different ones", new Set(ids).size, 4);
        same("there are more", first.getInfo().getMoreRecords(), true);
    });

    await s.step("list: unchanged since is 304", async () => {
        const headers = new sdk.HeaderMap();
        await headers.add(sdk.Record.GetRecordsHeader.IF_MODIFIED_SINCE, new Date("2100-01-01T00:00:00Z"));
        const params = await crm.params([sdk.Record.GetRecordsParam.FIELDS, "Last_Name"]);
        same("status", (await operations.getRecords(params, headers)).getStatusCode(), 304);
    });

    await s.step("list: without fields is REQUIRED_PARAM_MISSING", async () => {
        const refusal = crm.object(await operations.getRecords(), 400, sdk.Record.APIException);
        same("parameter", crm.exception(refusal, "REQUIRED_PARAM_MISSING").get("param_name"), "fields");
    });
}

function participant(s: Session, type: string, id: bigint) {
    const participant = new s.sdk.Record.Participants();
    participant.setType(type);
    participant.setParticipant(id.toString());
    return participant;
}
