import { deepStrictEqual } from "assert";

/** Runs named steps one after the other, says how each went, and counts. */
export class Steps {
    private done = 0;
    private failures: string[] = [];

    /** Runs one step. A failure is told and kept, and the session goes on. */
    async step(name: string, work: () => Promise<void>): Promise<void> {
        this.done++;
        try {
            await work();
            console.log(`ok      ${name}`);
        } catch (error) {
            this.failures.push(name);
            console.log(`FAILED  ${name}\n        ${told(error)}`);
        }
    }

    /** Prints the count and gives the code to exit with. */
    finish(who: string): number {
        console.log(`${who}: ${this.done - this.failures.length} of ${this.done} steps ok`);
        return this.failures.length === 0 && this.done > 0 ? 0 : 1;
    }
}

/** What went wrong and where. Zoho's SDKException keeps details in fields of its own. */
function told(error: any): string {
    const details = [error.code, error.details && shown(error.details), error.cause?.stack];
    return [error.stack ?? String(error), ...details].filter(Boolean).join("\n").split("\n").slice(0, 12).join("\n        ");
}

/** Compares by value; the message names what was compared. */
export function same(what: string, have: unknown, want: unknown): void {
    try {
        deepStrictEqual(have, want);
    } catch {
        throw new Error(`${what}: have ${shown(have)}, want ${shown(want)}`);
    }
}

/** Fails unless the condition holds. */
export function holds(what: string, condition: boolean): asserts condition {
    if (!condition) {
        throw new Error("does not hold: " + what);
    }
}

function shown(value: unknown): string {
    return JSON.stringify(value, (_, v) => (typeof v === "bigint" ? v.toString() + "n" : v)) ?? String(value);
}
