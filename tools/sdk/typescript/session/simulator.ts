import { spawn, ChildProcess } from "child_process";
import { createInterface } from "readline";

/** Fields of one record as the simulator keeps them. */
export type Stored = { id: string; [field: string]: any };

/** What POST /__sim/grant gives. */
export interface Granted {
    clientId: string;
    clientSecret: string;
    redirectUri: string;
    code: string;
    refreshToken: string;
    accessToken: string;
}

/** One line of the simulator's request log. */
export interface Logged {
    seq: number;
    method: string;
    path: string;
    status: number;
}

/** A zohosim process of its own, and its control plane. */
export class Simulator {
    private constructor(private readonly process: ChildProcess, readonly url: string) {}

    /** Starts the program at the path on a free port and waits for its ready line. */
    static async start(program: string): Promise<Simulator> {
        const child = spawn(program, ["--listen", "127.0.0.1:0", "--seed", "demo", "--json"], { stdio: ["ignore", "pipe", "inherit"] });
        for await (const line of createInterface({ input: child.stdout! })) {
            return new Simulator(child, JSON.parse(line).url);
        }
        throw new Error("zohosim ended before it was ready");
    }

    stop(): void {
        this.process.kill();
    }

    async control(method: string, path: string, body?: object): Promise<any> {
        const answer = await fetch(this.url + "/__sim/" + path, { method, body: body && JSON.stringify(body) });
        const text = await answer.text();
        if (!answer.ok) {
            throw new Error(`control plane: ${method} ${path}: ${answer.status} ${text}`);
        }
        return text === "" ? undefined : JSON.parse(text);
    }

    grant(wanted: object = {}): Promise<Granted> {
        return this.control("POST", "grant", wanted);
    }

    set(settings: object): Promise<void> {
        return this.control("POST", "settings", settings);
    }

    /** Moves the simulator's clock on, and with it whatever waits for time. */
    advance(seconds: number): Promise<void> {
        return this.control("POST", "clock", { advanceMs: seconds * 1000 });
    }

    async records(module: string): Promise<Stored[]> {
        return (await this.control("GET", "records/" + module)).data;
    }

    /** The stored record of that id; fails where there is none. */
    async record(module: string, id: bigint): Promise<Stored> {
        const found = (await this.records(module)).find((r) => r.id === id.toString());
        if (!found) {
            throw new Error(`${module} ${id} is not in the simulator`);
        }
        return found;
    }

    /** The requests of everything that the task does, in order. */
    async during(task: () => Promise<unknown>): Promise<Logged[]> {
        const before: Logged[] = await this.control("GET", "requests");
        const last = before.length === 0 ? 0 : before[before.length - 1].seq;
        await task();
        return this.control("GET", "requests?since=" + last);
    }
}
