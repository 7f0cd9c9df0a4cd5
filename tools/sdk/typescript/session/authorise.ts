import type * as ZOHOCRMSDK from "@zohocrm/typescript-sdk-8.0";
import { Session } from "./session";
import { holds, same } from "./steps";

/** OAuth by grant code and by refresh token, and what the SDK asks at its start (zoho-crm-api §1.3, §12). */
export async function authorise(s: Session): Promise<void> {
    const { granted } = s;

    await s.step("OAuth: a grant code gives tokens, and the SDK learns who it is", async () => {
        let token!: ZOHOCRMSDK.OAuthToken;
        const log = await s.simulator.during(async () => {
            token = await s.connection.byCode(granted);
            await users(s);
        });
        const first = log.slice(0, 3).map((r) => `${r.method} ${r.path} ${r.status}`);
        same("first requests", first, ["POST /oauth/v2/token 200", "GET /crm/v8/users 200", "GET /crm/v8/org 200"]);
        holds("there is an access token", Boolean(token.getAccessToken()?.startsWith("1000.")));
        holds("there is a refresh token", Boolean(token.getRefreshToken()?.startsWith("1000.")));
        same("user", token.getUserSignature()?.getName().split(":")[0], "helen.osgood@harbordental.example");
    });

    await s.step("OAuth: an expired token is INVALID_TOKEN and not tried twice", async () => {
        await s.simulator.control("POST", "tokens/expire");
        const log = await s.simulator.during(async () => refusedBy(s, await users(s), "INVALID_TOKEN"));
        same("statuses", log.map((r) => r.status), [401]);
    });

    await s.step("OAuth: a code is good once", async () => {
        await refusal(s, "invalid_code", () => s.connection.byStaleCode(granted));
    });

    await s.step("OAuth: a wrong client secret is refused", async () => {
        await refusal(s, "invalid_client_secret", () => s.connection.byRefreshToken({ ...granted, clientSecret: "wrong" }));
    });

    await s.step("OAuth: a narrow consent is OAUTH_SCOPE_MISMATCH elsewhere", async () => {
        await s.connection.byRefreshToken(await s.simulator.grant({ scopes: ["ZohoCRM.org.READ"] }));
        refusedBy(s, await users(s), "OAUTH_SCOPE_MISMATCH");
    });

    await s.step("OAuth: a refresh token gives a new access token and stays as it is", async () => {
        const token = await s.connection.byRefreshToken(granted);
        same("status", (await users(s)).getStatusCode(), 200);
        same("refresh token", token.getRefreshToken(), granted.refreshToken);
        holds("the access token is a new one", token.getAccessToken() !== granted.accessToken);
    });
}

function users(s: Session) {
    return new s.sdk.Users.UsersOperations().getUsers();
}

function refusedBy(s: Session, answer: Awaited<ReturnType<typeof users>>, code: string): void {
    s.crm.exception(s.crm.object(answer, 401, s.sdk.Users.APIException), code, s.sdk.Users.APIException);
}

/**
 * Expects the SDKException that both SDKs throw for what the token endpoint
 * refuses: one when it is initialised, the other at the first call.
 */
async function refusal(s: Session, code: string, connect: () => Promise<unknown>): Promise<void> {
    try {
        await connect();
        await users(s);
    } catch (error: any) {
        holds("it is an SDKException", error instanceof s.sdk.SDKException);
        holds(`it tells ${code}, not ${error.message}`, error.message.includes(code));
        return;
    }
    throw new Error("nothing was refused");
}
