import { Session } from "./session";
import { holds, same } from "./steps";

/** Who and what the organisation is: users, organisation, hours (zoho-crm-api §3.6). */
export async function organisation(s: Session): Promise<void> {
    const { sdk, crm } = s;

    await s.step("users: the current one", async () => {
        const params = await crm.params([sdk.Users.GetUsersParam.TYPE, crm.choice("CurrentUser")]);
        const answer = crm.object(await new sdk.Users.UsersOperations().getUsers(params), 200, sdk.Users.ResponseWrapper);
        const [user] = answer.getUsers();
        same("users", answer.getUsers().length, 1);
        same("name", user.getFullName(), "Helen Osgood");
        same("zone", String((user.getTimeZone() as any)?.name ?? user.getTimeZone()), "America/New_York");
    });

    await s.step("users: all of them, and one by id", async () => {
        const operations = new sdk.Users.UsersOperations();
        const all = crm.object(await operations.getUsers(), 200, sdk.Users.ResponseWrapper).getUsers();
        same("names", all.map((u) => u.getFirstName()).sort(), ["Helen", "Marcus"]);
        const one = crm.object(await operations.getUser(all[1].getId()), 200, sdk.Users.ResponseWrapper);
        same("e-mail", one.getUsers()[0].getEmail(), all[1].getEmail());
    });

    await s.step("organisation", async () => {
        const answer = crm.object(await new sdk.Org.OrgOperations().getOrganization(), 200, sdk.Org.ResponseWrapper);
        const [org] = answer.getOrg();
        same("name", org.getCompanyName(), "Harbor Dental");
        same("zone", org.getTimeZone(), "America/New_York");
        holds("it has a zgid", Boolean(org.getZgid()));
    });

    await s.step("business hours: an object, not a list", async () => {
        const answer = await new sdk.BusinessHours.BusinessHoursOperations().getBusinessHours();
        const hours = crm.object(answer, 200, sdk.BusinessHours.ResponseWrapper).getBusinessHours();
        same("days", hours.getBusinessDays().map((d) => d.getValue()), ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]);
        same("timing", hours.getDailyTiming(), ["09:00", "17:00"]);
        same("type", hours.getType().getValue(), "custom");
    });

    await s.step("holidays: none is 204 without a body", async () => {
        crm.nothing(await new sdk.Holidays.HolidaysOperations().getHolidays(new sdk.ParameterMap()));
    });
}
