import { once } from "events";
import { createServer } from "http";
import { AddressInfo } from "net";
import { Session } from "./session";
import { holds, same } from "./steps";

const channel = "1000000068001";

/** Change notifications: subscribed to, delivered, listed, ended (zoho-crm-api §5). */
export async function watching(s: Session): Promise<void> {
    const { sdk, crm } = s;
    const operations = new sdk.Notifications.NotificationsOperations();
    const mailbox = createServer();
    mailbox.listen(0, "127.0.0.1");
    await once(mailbox, "listening");
    const url = `http://127.0.0.1:${(mailbox.address() as AddressInfo).port}/changed`;

    await s.step("notifications: enable, and be told of a change", async () => {
        const expiry = await clock(s, 2 * 3600);
        const answer = await operations.enableNotifications(await body(s, url, expiry));
        const [item] = crm.object(answer, 201, sdk.Notifications.ActionWrapper).getWatch();
        holds("the item is a SuccessResponse", item instanceof sdk.Notifications.SuccessResponse);
        const [event] = item.getDetails().get("events");
        same("channel and expiry", [event.getChannelId(), event.getChannelExpiry()], [channel, expiry]);
        const told = next(mailbox);
        const id = await crm.added("Contacts", { Last_Name: "Watched" });
        const { module, ids, operation, channel_id, token } = await told;
        same("told", [module, ids, operation, String(channel_id), token], ["Contacts", [id.toString()], "insert", channel, "a shared secret"]);
    });

    await s.step("notifications: list", async () => {
        const params = await crm.params([sdk.Notifications.GetNotificationsParam.CHANNEL_ID, BigInt(channel)]);
        const watch = crm.object(await operations.getNotifications(params), 200, sdk.Notifications.ResponseWrapper).getWatch();
        same("channels", watch.map((w) => [w.getChannelId(), w.getNotifyUrl(), w.getResourceName()]), [[channel, url, "Contacts"]]);
    });

    await s.step("notifications: a longer life than a week becomes an hour", async () => {
        const answer = await operations.updateNotifications(await body(s, url, await clock(s, 30 * 86400)));
        const [item] = crm.object(answer, 200, sdk.Notifications.ActionWrapper).getWatch();
        holds("the item is a SuccessResponse", item instanceof sdk.Notifications.SuccessResponse);
        const left = item.getDetails().get("events")[0].getChannelExpiry().getTime() - (await clock(s, 0)).getTime();
        holds(`an hour is left, not ${left} ms`, Math.abs(left - 3_600_000) <= 2000);
    });

    await s.step("notifications: end, and 204 when none is left", async () => {
        const params = await crm.params([sdk.Notifications.DeleteNotificationParam.CHANNEL_IDS, channel]);
        const [item] = crm.object(await operations.deleteNotification(params), 200, sdk.Notifications.ActionWrapper).getWatch();
        holds("the item is a SuccessResponse", item instanceof sdk.Notifications.SuccessResponse);
        crm.nothing(await operations.getNotifications(new sdk.ParameterMap()));
    });

    mailbox.close();
}

/** The simulator's time, that many seconds from now, to the second. */
async function clock(s: Session, seconds: number): Promise<Date> {
    const now = new Date((await s.simulator.control("GET", "clock")).now).getTime();
    return new Date(Math.floor(now / 1000 + seconds) * 1000);
}

async function body(s: Session, url: string, expiry: Date) {
    const { Notifications } = s.sdk;
    const watch = new Notifications.Notification();
    watch.setChannelId(channel);
    watch.setEvents(["Contacts.all"]);
    watch.setNotifyUrl(url);
    watch.setToken("a shared secret");
    watch.setChannelExpiry(expiry);
    const body = new Notifications.BodyWrapper();
    await body.setWatch([watch]);
    return body;
}

/** The body of the next request that reaches the server, within five seconds. */
function next(server: ReturnType<typeof createServer>): Promise<any> {
    return new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error("nothing was delivered in five seconds")), 5000);
        server.once("request", async (request, response) => {
            clearTimeout(late);
            let text = "";
            for await (const chunk of request) {
                text += chunk;
            }
            response.end();
            resolve(JSON.parse(text));
        });
    });
}
