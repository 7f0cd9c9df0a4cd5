import { Session } from "./session";
import { same } from "./steps";

/** A deal on its way through the stages of its pipeline (zoho-crm-api §2.3). */
export async function deals(s: Session): Promise<void> {
    const { sdk, crm, simulator } = s;
    let contact: bigint;
    let deal: bigint;

    await s.step("deals: create one for a contact", async () => {
        contact = await crm.added("Contacts", { Last_Name: "Buyer" });
        deal = await crm.added("Deals", {
            Deal_Name: "Buyer: crown",
            Pipeline: crm.choice("Standard (Standard)"),
            Stage: crm.choice("Qualification"),
            Closing_Date: new Date("2027-05-03T00:00:00Z"),
            Amount: 1250.5,
            Contact_Name: crm.to(contact),
        });
        const stored = await simulator.record("Deals", deal);
        same("stored", [stored.Stage, stored.Amount, stored.Closing_Date, stored.Contact_Name.id], ["Qualification", 1250.5, "2027-05-03", contact.toString()]);
    });

    await s.step("deals: list those of the contact", async () => {
        const { RelatedRecordsOperations, GetRelatedRecordsParam, ResponseWrapper } = sdk.RelatedRecords;
        const params = await crm.params([GetRelatedRecordsParam.FIELDS, "Deal_Name,Stage"]);
        const answer = await new RelatedRecordsOperations("Deals", "Contacts").getRelatedRecords(contact, params);
        const rows = crm.object(answer, 200, ResponseWrapper).getData();
        same("deals", rows.map((r) => [r.getId(), r.getKeyValue("Deal_Name")]), [[deal, "Buyer: crown"]]);
    });

    await s.step("deals: move to another stage", async () => {
        const [item] = crm.items(await crm.update("Deals", deal, { Stage: crm.choice("Closed Won") }), 200);
        crm.success(item, "record updated");
        const [read] = crm.rows(await crm.get("Deals", deal));
        same("as read", read.getKeyValue("Stage").getValue(), "Closed Won");
        same("stored", (await simulator.record("Deals", deal)).Stage, "Closed Won");
    });

    await s.step("deals: a pipeline that does not exist is MAPPING_MISMATCH", async () => {
        const [item] = crm.items(await crm.update("Deals", deal, { Pipeline: crm.choice("Nowhere (Standard)"), Stage: crm.choice("Qualification") }), 400);
        crm.exception(item, "MAPPING_MISMATCH");
        same("stored", (await simulator.record("Deals", deal)).Stage, "Closed Won");
    });
}
