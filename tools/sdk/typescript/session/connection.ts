import type * as ZOHOCRMSDK from "@zohocrm/typescript-sdk-8.0";
import { mkdtempSync, rmSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { SDK } from "./crm";
import { Granted, Simulator } from "./simulator";

/** Initialises the SDK against a simulator, as often as a session needs. */
export class Connection {
    private readonly folder = mkdtempSync(join(tmpdir(), "zohosim-sdk-"));
    private stores = 0;

    constructor(private readonly sdk: SDK, private readonly simulator: Simulator) {}

    /** Uses a grant by its code; the SDK then finds out whose it is. */
    byCode(granted: Granted): Promise<ZOHOCRMSDK.OAuthToken> {
        return this.with(this.builder(granted).grantToken(granted.code).build());
    }

    /**
     * Uses a code that is to fail. The Node SDK keeps tokens by user, refresh or
     * access token, and breaks down over a token that has none of them.
     */
    byStaleCode(granted: Granted): Promise<ZOHOCRMSDK.OAuthToken> {
        const nobody = new this.sdk.UserSignature("nobody");
        return this.with(this.builder(granted).grantToken(granted.code).userSignature(nobody).build());
    }

    /** Uses a grant by its refresh token, nothing else being known of it. */
    byRefreshToken(granted: Granted): Promise<ZOHOCRMSDK.OAuthToken> {
        return this.with(this.builder(granted).refreshToken(granted.refreshToken).build());
    }

    private builder(granted: Granted): ZOHOCRMSDK.OAuthBuilder {
        const builder = new this.sdk.OAuthBuilder().clientId(granted.clientId).clientSecret(granted.clientSecret);
        return granted.redirectUri ? builder.redirectURL(granted.redirectUri) : builder;
    }

    /**
     * The SDK finds tokens again by its store, so that each gets a store of its
     * own. Picklist values are for the server to judge.
     */
    private async with(token: ZOHOCRMSDK.OAuthToken): Promise<ZOHOCRMSDK.OAuthToken> {
        const url = this.simulator.url;
        const environment = this.sdk.DataCenter.setEnvironment(url, url + "/oauth/v2/token", url);
        const builder = await new this.sdk.InitializeBuilder();
        await builder
            .environment(environment)
            .token(token)
            .store(new this.sdk.FileStore(join(this.folder, `tokens-${++this.stores}.txt`)))
            .SDKConfig(new this.sdk.SDKConfigBuilder().autoRefreshFields(false).pickListValidation(false).build())
            .resourcePath(this.folder + "/") // the SDKs forget the slash when they look for related lists
            .logger(new this.sdk.LogBuilder().level(this.sdk.Levels.OFF).build())
            .initialize();
        return token;
    }

    close(): void {
        rmSync(this.folder, { recursive: true });
    }
}
