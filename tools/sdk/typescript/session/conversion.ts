import { Session } from "./session";
import { holds, same } from "./steps";

/** A lead becomes contact, account and deal (zoho-crm-api §2.8). */
export async function conversion(s: Session): Promise<void> {
    const { sdk, crm, simulator } = s;
    const { ConvertLead } = sdk;
    let lead: bigint;

    await s.step("convert: a lead with a deal", async () => {
        lead = await crm.added("Leads", { First_Name: "Pia", Last_Name: "Wells", Company: "Wells Ltd", Email: "pia@example.com" });
        const [item] = crm.object(await convert(s, lead), 200, ConvertLead.ActionWrapper).getData();
        holds("the item is a SuccessResponse", item instanceof ConvertLead.SuccessResponse);
        const made = (module: string) => item.getDetails().get(module).getId() as bigint;
        same("contact", (await simulator.record("Contacts", made("Contacts"))).Full_Name, "Pia Wells");
        same("account", (await simulator.record("Accounts", made("Accounts"))).Account_Name, "Wells Ltd");
        same("deal", (await simulator.record("Deals", made("Deals"))).Deal_Name, "Wells: first order");
    });

    await s.step("convert: once", async () => {
        const answer = (await convert(s, lead)).getObject();
        const item = answer instanceof ConvertLead.ActionWrapper ? answer.getData()[0] : answer;
        crm.exception(item, "ID_ALREADY_CONVERTED", ConvertLead.APIException);
    });
}

async function convert(s: Session, lead: bigint) {
    const { ConvertLead } = s.sdk;
    const converter = new ConvertLead.LeadConverter();
    converter.setOverwrite(false);
    converter.setNotifyLeadOwner(false);
    converter.setNotifyNewEntityOwner(false);
    await converter.setDeals(
        s.crm.record({
            Deal_Name: "Wells: first order",
            Closing_Date: new Date("2027-06-01T00:00:00Z"),
            Pipeline: s.crm.choice("Standard (Standard)"),
            Stage: s.crm.choice("Qualification"),
        }),
    );
    const body = new ConvertLead.BodyWrapper();
    await body.setData([converter]);
    return new ConvertLead.ConvertLeadOperations(lead).convertLead(body);
}
