package importtest

// edge is the floor of everything that is not a subject.
const edge = -1

// In a room's list of what it may import, these words stand for many rooms.
const (
	subjects = "subjects" // every room that stands on a floor
	edges    = "edges"    // every room that does not
)

// A room is a package, or a tree of packages, and its place in the house.
type room struct {
	// path is relative to the module. "x/..." is x with everything below it;
	// what is inside such a tree is its own business.
	path  string
	floor int
	// may names, for an edge, the rooms that it may import.
	may    []string
	reason string
}

// house lists every room. To add a package, add its line: a subject with the
// lowest floor above all that it imports, or an edge with what it may import.
var house = []room{
	{path: "internal/fault", floor: 0, reason: "kinds of failure are the vocabulary of all"},
	{path: "internal/principal", floor: 0, reason: "who asks is an argument everywhere"},
	{path: "internal/slot", floor: 0, reason: "the slot engine is pure and can be used alone"},
	{path: "internal/spelling", floor: 0, reason: "what somebody meant to type is asked in every room that refuses names"},
	{path: "config", floor: 0, reason: "data that a person edits; its parser needs nothing of ours"},
	{path: "internal/vault", floor: 0, reason: "sealing knows bytes and keys, not what they mean"},

	{path: "internal/slot/slotcase", floor: 1, reason: "puts scheduling problems as people write them down to the slot engine"},
	{path: "internal/phone", floor: 1, reason: "numbers are made comparable before anybody is looked up"},
	{path: "internal/when", floor: 1, reason: "a caller's words become dates without a calendar at hand"},
	{path: "internal/speech", floor: 1, reason: "speaks plain values; of the subjects it knows slots only"},
	{path: "internal/job", floor: 1, reason: "durable work does not know what the work is"},
	{path: "internal/intent", floor: 1, reason: "the path of every outside write does not know what is written"},
	{path: "internal/criteria", floor: 1, reason: "rules judge declared facts, not subjects"},

	{path: "internal/attribute", floor: 2, reason: "settings steer the subjects above it"},
	{path: "internal/project", floor: 2, reason: "tenants and keys come before anything done for them"},
	{path: "internal/connection", floor: 2, reason: "the connection to the CRM comes before what travels over it"},

	{path: "internal/conversation", floor: 3, reason: "one call, known before it books anything"},
	{path: "internal/contact", floor: 3, reason: "who is calling, known before they book anything"},
	{path: "internal/calendar", floor: 3, reason: "busy time, known before any of it is taken"},

	{path: "internal/booking", floor: 4, reason: "brings a caller, a conversation and a time together"},

	{path: "internal/aftercall", floor: 5, reason: "follows up on what was booked"},
	{path: "internal/publish", floor: 5, reason: "makes settings live for every subject below"},
	{path: "internal/doctor", floor: 5, reason: "examines every subject below"},

	{path: "internal/store/sqlite", floor: edge, may: []string{subjects}, reason: "satisfies the subjects' store interfaces in SQL"},
	{path: "internal/store/postgres", floor: edge, may: []string{subjects}, reason: "satisfies the subjects' store interfaces in SQL"},
	{path: "internal/store/storetest", floor: edge, may: []string{subjects}, reason: "one suite for both stores, so it may know neither"},
	{path: "internal/crm", floor: edge, may: []string{subjects, "internal/zoho/..."}, reason: "the only reader of Zoho's field names"},
	{path: "internal/llm", floor: edge, may: []string{"internal/criteria", "internal/fault"}, reason: "a judge needs the question and the kinds of failure"},
	{path: "internal/rpc", floor: edge, may: []string{subjects, "gen/..."}, reason: "translates the wire form into the subjects'"},
	{path: "internal/callback", floor: edge, may: []string{subjects}, reason: "the HTTP that is not RPC, hence without generated types"},
	{path: "internal/voice/openapi", floor: edge, may: []string{"gen/..."}, reason: "speaks to the Connect API alone, so it can hold no rule"},
	{path: "internal/voice/mcp", floor: edge, may: []string{"gen/..."}, reason: "speaks to the Connect API alone, so it can hold no rule"},
	{path: "internal/voice/vapi", floor: edge, may: []string{"gen/..."}, reason: "speaks to the Connect API alone, so it can hold no rule"},
	{path: "internal/voice/retell", floor: edge, may: []string{"gen/..."}, reason: "speaks to the Connect API alone, so it can hold no rule"},
	{path: "internal/voice/elevenlabs", floor: edge, may: []string{"gen/..."}, reason: "speaks to the Connect API alone, so it can hold no rule"},
	{path: "internal/console", floor: edge, may: []string{"gen/..."}, reason: "the browser speaks to the Connect API alone"},
	{path: "internal/telemetry", floor: edge, reason: "set-up of logs, metrics and traces for whoever wants it"},
	{path: "internal/zoho/...", floor: edge, reason: "a plain Zoho client, as if published by itself"},
	{path: "internal/zohosim/...", floor: edge, reason: "a second reading of Zoho's documents, never from our client"},
	{path: "internal/app", floor: edge, reason: "the one place that knows all; gen and both readings of Zoho excepted",
		may: []string{
			subjects, "internal/store/sqlite", "internal/store/postgres", "internal/crm", "internal/llm",
			"internal/rpc", "internal/callback", "internal/voice/openapi", "internal/voice/mcp", "internal/voice/vapi",
			"internal/voice/retell", "internal/voice/elevenlabs", "internal/console", "internal/telemetry",
		}},
	{path: "cmd/ringbook", floor: edge, reason: "a shell: flags, signals, and the sandbox beside the server",
		may: []string{"internal/app", "internal/zohosim/...", "gen/...", "config", "internal/slot", "internal/slot/slotcase", "internal/spelling"}},
	{path: "cmd/zohosim", floor: edge, may: []string{"internal/zohosim/..."}, reason: "a shell around the simulator, which is usable alone"},
	{path: "gen/...", floor: edge, reason: "generated from proto/ alone"},
	{path: "internal/fidelity", floor: edge, reason: "reads the comments of tests, imports nothing that ends up in a program"},
	{path: "internal/importtest", floor: edge, reason: "reads source text, imports none of it"},
}

// A border is an import path from outside the module that only some rooms may
// cross; packages below it count as well.
type border struct {
	path   string
	only   []string
	reason string
}

var borders = []border{
	{path: "modernc.org/sqlite", only: []string{"internal/store/sqlite"}, reason: "a SQL driver belongs to its store"},
	{path: "github.com/jackc/pgx/v5", only: []string{"internal/store/postgres"}, reason: "a SQL driver belongs to its store"},
	{path: "database/sql", only: []string{"internal/store/sqlite", "internal/store/postgres", "internal/store/storetest"}, reason: "SQL stays in the stores"},
	{path: "net/http", only: []string{edges}, reason: "a subject knows no HTTP"},
	{path: "connectrpc.com", only: []string{edges}, reason: "a subject knows no RPC"},
	{path: "google.golang.org/grpc", only: []string{edges}, reason: "a subject knows no RPC"},
	{path: "google.golang.org/protobuf", only: []string{edges}, reason: "a subject knows no wire form"},
	{path: "golang.org/x/oauth2", only: []string{"internal/zoho/..."}, reason: "how Zoho grants is its client's business"},
	{path: "github.com/pressly/goose/v3", only: []string{"internal/store/sqlite", "internal/store/postgres"}, reason: "migrations belong to their store"},
	{path: "github.com/nyaruka/phonenumbers", only: []string{"internal/phone"}, reason: "one package says what a number is"},
	{path: "cel.dev", only: []string{"internal/criteria"}, reason: "expressions are bounded in one place"},
	{path: "github.com/alecthomas/kong", only: []string{"cmd/ringbook", "cmd/zohosim"}, reason: "flags belong to the shells"},
}
