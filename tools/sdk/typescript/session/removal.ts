import { Session } from "./session";
import { holds, same } from "./steps";

/** Cancelling meetings, deleting records, and the list of what was deleted (zoho-crm-api §2.5, §2.7, §3.5). */
export async function removal(s: Session): Promise<void> {
    const { sdk, crm, simulator } = s;
    const contacts = new sdk.Record.RecordOperations("Contacts");
    let id: bigint;

    await s.step("cancel: a meeting with an invited participant, once", async () => {
        const guest = new sdk.Record.Participants();
        guest.setType("email");
        guest.setParticipant("guest@example.com");
        const event = await crm.added("Events", {
            Event_Title: "To be cancelled",
            Start_DateTime: new Date("2027-03-11T15:00:00Z"),
            End_DateTime: new Date("2027-03-11T15:30:00Z"),
            Meeting_Venue__s: crm.choice("Online"),
            Participants: [guest],
            $send_notification: true,
        });
        same("first", await cancel(s, event, 200), "The event is successfully cancelled");
        same("stored", (await simulator.record("Events", event)).$event_cancelled, true);
        same("again", await cancel(s, event, 400), "NOT_ALLOWED");
    });

    await s.step("delete: one record", async () => {
        id = await crm.added("Contacts", { First_Name: "Tom", Last_Name: "Gone" });
        const [item] = crm.items(await contacts.deleteRecord(id), 200);
        crm.success(item, "record deleted");
        holds("it is gone", !(await simulator.records("Contacts")).some((r) => r.id === id.toString()));
        crm.nothing(await crm.get("Contacts", id));
    });

    await s.step("delete: some at once, one of them gone already", async () => {
        const other = await crm.added("Contacts", { Last_Name: "Also Gone" });
        const params = await crm.params([sdk.Record.DeleteRecordsParam.IDS, `${other},${id}`]);
        const items = crm.items(await contacts.deleteRecords(params), 207);
        crm.success(items[0], "record deleted");
        crm.exception(items[1], "INVALID_DATA");
    });

    await s.step("delete: what is gone already is INVALID_DATA", async () => {
        // The SDK hands out the same object for an error inside data[] and for a flat one.
        const answer = (await contacts.deleteRecord(id)).getObject();
        crm.exception(answer instanceof sdk.Record.ActionWrapper ? answer.getData()[0] : answer, "INVALID_DATA");
    });

    await s.step("deleted: the list of them", async () => {
        const params = await crm.params([sdk.Record.GetDeletedRecordsParam.TYPE, "recycle"]);
        const answer = crm.object(await contacts.getDeletedRecords(params), 200, sdk.Record.DeletedRecordsWrapper);
        const gone = answer.getData().find((r) => r.getId() === id)!;
        same("name and type", [gone.getDisplayName(), gone.getType()], ["Tom Gone", "recycle"]);
        same("by", gone.getDeletedBy().getName(), "Helen Osgood");
    });
}

/** Cancels a meeting and gives what was answered: the message of a success, else the code. */
async function cancel(s: Session, event: bigint, status: number): Promise<string> {
    const { CancelMeetings } = s.sdk;
    const notify = new CancelMeetings.Notify();
    notify.setSendCancellingMail(false);
    const body = new CancelMeetings.BodyWrapper();
    await body.setData([notify]);
    const answer = await new CancelMeetings.CancelMeetingsOperations(event).cancelMeetings(body);
    same("HTTP status", answer.getStatusCode(), status);
    const object = answer.getObject();
    const item = object instanceof CancelMeetings.ActionWrapper ? object.getData()[0] : object;
    if (item instanceof CancelMeetings.SuccessResponse) {
        return item.getMessage();
    }
    holds("it is an APIException", item instanceof CancelMeetings.APIException);
    return item.getCode().getValue();
}
