import { Session } from "./session";
import { holds, same } from "./steps";

/** Notes of a contact (zoho-crm-api §2.3). */
export async function notes(s: Session): Promise<void> {
    const { sdk, crm, simulator } = s;
    const operations = new sdk.Notes.NotesOperations();
    let contact: bigint;
    let note: bigint;

    await s.step("notes: create one for a contact", async () => {
        contact = await crm.added("Contacts", { Last_Name: "Noted" });
        const answer = await operations.createNotes(await body(s, contact, "Prefers mornings."));
        note = BigInt(success(s, answer, 201, "record added").get("id"));
        const stored = await simulator.record("Notes", note);
        same("content and parent", [stored.Note_Content, stored.Parent_Id.id], ["Prefers mornings.", contact.toString()]);
    });

    await s.step("notes: list those of the contact", async () => {
        const params = await crm.params([sdk.RelatedRecords.GetRelatedRecordsParam.FIELDS, "Note_Title,Note_Content"]);
        const answer = await new sdk.RelatedRecords.RelatedRecordsOperations("Notes", "Contacts").getRelatedRecords(contact, params);
        const rows = crm.object(answer, 200, sdk.RelatedRecords.ResponseWrapper).getData();
        same("contents", rows.map((r) => r.getKeyValue("Note_Content")), ["Prefers mornings."]);
    });

    await s.step("notes: get, change and delete one", async () => {
        const params = await crm.params([sdk.Notes.GetNoteParam.FIELDS, "Note_Content,Parent_Id"]);
        const [read] = crm.object(await operations.getNote(note, params), 200, sdk.Notes.ResponseWrapper).getData();
        same("content", read.getNoteContent(), "Prefers mornings.");
        success(s, await operations.updateNote(note, await body(s, contact, "Prefers evenings.")), 200, "record updated");
        same("stored", (await simulator.record("Notes", note)).Note_Content, "Prefers evenings.");
        success(s, await operations.deleteNote(note), 200, "record deleted");
        holds("it is gone", !(await simulator.records("Notes")).some((n) => n.id === note.toString()));
    });
}

async function body(s: Session, contact: bigint, content: string) {
    const module = new s.sdk.Modules.MinifiedModule();
    module.setAPIName("Contacts");
    const parent = new s.sdk.Notes.ParentId();
    await parent.setModule(module);
    parent.setId(contact);
    const note = new s.sdk.Notes.Note();
    note.setNoteTitle("Preference");
    note.setNoteContent(content);
    await note.setParentId(parent);
    const body = new s.sdk.Notes.BodyWrapper();
    await body.setData([note]);
    return body;
}

function success(s: Session, answer: Parameters<Session["crm"]["object"]>[0], status: number, message: string): Map<string, any> {
    const [item] = s.crm.object(answer, status, s.sdk.Notes.ActionWrapper).getData();
    holds("the item is a SuccessResponse", item instanceof s.sdk.Notes.SuccessResponse);
    same("message", item.getMessage().getValue(), message);
    return item.getDetails();
}
