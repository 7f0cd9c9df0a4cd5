import type * as ZOHOCRMSDK from "@zohocrm/typescript-sdk-8.0";
import { holds, same } from "./steps";

/** The package of either SDK: the Node one has the same classes. */
export type SDK = typeof ZOHOCRMSDK;

type Handler = object | null;
type Response = { getStatusCode(): number; getHeaders(): Map<string, string>; getObject(): Handler };
type Class<T> = new (...args: any[]) => T;
type Fields = { [apiName: string]: unknown };

/**
 * The record calls of an SDK with the plumbing that every call repeats. It uses
 * the SDK's public classes alone.
 */
export class CRM {
    constructor(readonly sdk: SDK) {}

    record(fields: Fields): ZOHOCRMSDK.Record.Record {
        const record = new this.sdk.Record.Record();
        for (const [name, value] of Object.entries(fields)) {
            record.addKeyValue(name, value);
        }
        return record;
    }

    /** A lookup value: a record that is nothing but an id. */
    to(id: bigint): ZOHOCRMSDK.Record.Record {
        const record = new this.sdk.Record.Record();
        record.setId(id);
        return record;
    }

    choice<T>(value: T): ZOHOCRMSDK.Choice<T> {
        return new this.sdk.Choice(value);
    }

    async body(...records: Fields[]): Promise<ZOHOCRMSDK.Record.BodyWrapper> {
        const body = new this.sdk.Record.BodyWrapper();
        await body.setData(records.map((r) => this.record(r)));
        body.setTrigger([]);
        return body;
    }

    async create(module: string, ...records: Fields[]): Promise<Response> {
        return new this.sdk.Record.RecordOperations(module).createRecords(await this.body(...records));
    }

    /** Creates one record, expects that it was added, and gives its id. */
    async added(module: string, fields: Fields): Promise<bigint> {
        const [item] = this.items(await this.create(module, fields), 201);
        const success = this.success(item, "record added");
        return BigInt(success.get("id"));
    }

    async update(module: string, id: bigint, fields: Fields): Promise<Response> {
        return new this.sdk.Record.RecordOperations(module).updateRecord(id, await this.body(fields));
    }

    get(module: string, id: bigint): Promise<Response> {
        return new this.sdk.Record.RecordOperations(module).getRecord(id);
    }

    async params(...pairs: [ZOHOCRMSDK.Param<any>, unknown][]): Promise<ZOHOCRMSDK.ParameterMap> {
        const params = new this.sdk.ParameterMap();
        for (const [param, value] of pairs) {
            await params.add(param, value);
        }
        return params;
    }

    async query(select: string): Promise<Response> {
        const body = new this.sdk.Coql.BodyWrapper();
        body.setSelectQuery(select);
        return new this.sdk.Coql.CoqlOperations().getRecords(body);
    }

    /** The records of an answer with that status. */
    rows(response: Response, status = 200): ZOHOCRMSDK.Record.Record[] {
        return this.object(response, status, this.sdk.Record.ResponseWrapper).getData();
    }

    /** The items of a write. */
    items(response: Response, status: number): unknown[] {
        return this.object(response, status, this.sdk.Record.ActionWrapper).getData();
    }

    /** The details of an item that succeeded. */
    success(item: unknown, message: string): Map<string, any> {
        holds("the item is a SuccessResponse", item instanceof this.sdk.Record.SuccessResponse);
        same("code", item.getCode().getValue(), "SUCCESS");
        same("status", item.getStatus().getValue(), "success");
        same("message", item.getMessage().getValue(), message);
        return item.getDetails();
    }

    /** The details of an item, or of a whole answer, that is an error. */
    exception(item: unknown, code: string, of: Class<Exception> = this.sdk.Record.APIException): Map<string, any> {
        holds("the item is an APIException", item instanceof of);
        same("code", item.getCode().getValue(), code);
        same("status", item.getStatus().getValue(), "error");
        return item.getDetails();
    }

    /** The answer's object, of that status and class. */
    object<T>(response: Response, status: number, of: Class<T>): T {
        const object = response.getObject();
        same("HTTP status", response.getStatusCode(), status);
        holds(`the answer is a ${of.name}, not ${object?.constructor.name}`, object instanceof of);
        return object as unknown as T;
    }

    /** Expects HTTP 204 without a body. */
    nothing(response: Response): void {
        same("HTTP status", response.getStatusCode(), 204);
        same("object", response.getObject() ?? null, null);
    }
}

/** What all APIException classes of the SDKs have. */
interface Exception {
    getCode(): ZOHOCRMSDK.Choice<string>;
    getStatus(): ZOHOCRMSDK.Choice<string>;
    getDetails(): Map<string, any>;
}
