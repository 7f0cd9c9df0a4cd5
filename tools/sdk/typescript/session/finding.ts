import { Session } from "./session";
import { holds, same } from "./steps";

/** Search over an index that lags, and COQL over what is there (zoho-crm-api §3.2, §3.3). */
export async function finding(s: Session): Promise<void> {
    const { sdk, crm, simulator } = s;
    const { CRITERIA, EMAIL, PHONE, WORD } = sdk.Record.SearchRecordsParam;
    const contacts = new sdk.Record.RecordOperations("Contacts");
    const search = async (param: typeof EMAIL, value: string) => contacts.searchRecords(await crm.params([param, value]));
    let id: bigint;

    await s.step("search: not yet in the index, then found by e-mail", async () => {
        id = await crm.added("Contacts", { Last_Name: "Okafor", Email: "n.okafor@example.com", Phone: "+12125550199" });
        crm.nothing(await search(EMAIL, "n.okafor@example.com"));
        await simulator.advance(60);
        same("ids", crm.rows(await search(EMAIL, "n.okafor@example.com")).map((r) => r.getId()), [id]);
    });

    await s.step("search: by phone with its plus sign, by word, by criteria", async () => {
        same("by phone", crm.rows(await search(PHONE, "+12125550199")).map((r) => r.getId()), [id]);
        same("by word", crm.rows(await search(WORD, "Okafor")).map((r) => r.getId()), [id]);
        const both = crm.rows(await search(CRITERIA, "((Last_Name:equals:Marin)and(First_Name:starts_with:R))"));
        same("by criteria", both.map((r) => r.getKeyValue("First_Name")), ["Rosa"]);
    });

    await s.step("search: criteria with a mistake are INVALID_QUERY", async () => {
        const answer = await search(CRITERIA, "(Shoe_Size:equals:44)");
        crm.exception(crm.object(answer, 400, sdk.Record.APIException), "INVALID_QUERY");
    });

    await s.step("COQL: rows with ids and values", async () => {
        const answer = await crm.query("select Last_Name, Email from Contacts where Last_Name = 'Okafor' limit 5");
        const found = crm.object(answer, 200, sdk.Coql.ResponseWrapper);
        same("rows", found.getData().map((r) => [r.getId(), r.getKeyValue("Email")]), [[id, "n.okafor@example.com"]]);
        same("info", [found.getInfo().getCount(), found.getInfo().getMoreRecords()], [1, false]);
    });

    await s.step("COQL: events of a time, without waiting for an index", async () => {
        const answer = await crm.query(
            "select Event_Title, Start_DateTime from Events where Start_DateTime >= '2027-03-08T00:00:00-05:00' and Start_DateTime < '2027-03-09T00:00:00-05:00'",
        );
        const [event] = crm.object(answer, 200, sdk.Coql.ResponseWrapper).getData();
        same("title", event.getKeyValue("Event_Title"), "Cleaning: Iris Hale");
        holds("it has a start", event.getKeyValue("Start_DateTime") != null);
    });

    await s.step("COQL: nothing found is 204", async () => {
        crm.nothing(await crm.query("select Last_Name from Contacts where Last_Name = 'Nobody Atall'"));
    });

    await s.step("COQL: a mistake is SYNTAX_ERROR, participants are INVALID_QUERY", async () => {
        const mistakes = [
            ["select Last_Name of Contacts", "SYNTAX_ERROR"],
            ["select Event_Title from Events where Participants = 'x'", "INVALID_QUERY"],
        ];
        for (const [query, code] of mistakes) {
            const refusal = crm.object(await crm.query(query), 400, sdk.Coql.APIException);
            crm.exception(refusal, code, sdk.Coql.APIException);
        }
    });
}
