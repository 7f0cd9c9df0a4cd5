// Command contract holds recorded exchanges with the simulator of Zoho CRM
// against Zoho's own OpenAPI files, so that neither the simulator nor the client
// can be a private reading of Zoho's documents.
//
//	export ZOHOSIM_TAPE=$(mktemp -d)
//	go test ./...
//	cd tools/contract && go run . -tape "$ZOHOSIM_TAPE"
//
// The OpenAPI files are Zoho's and not part of this repository. They are looked
// for in the folder of ZOHO_OPENAPI_DIR, else in third_party/zoho-openapi-v8;
// without them the command says loudly that nothing was judged and ends with
// code 0, or with code 1 under -must.
//
// # What is judged
//
// An exchange belongs to the operation whose path is the most literal one that
// fits. Its answer is judged by status, media type and body, unless a fault of
// the simulator replaced or damaged it, or there was none. Its request is judged
// by parameters and body if the client of this repository sent it: the tests of
// the simulator itself make mistakes on purpose. The calls inside a composite
// request are judged like calls of their own. What no file describes is listed
// and counted, not judged.
//
// # What is tolerated
//
// Where Zoho's files contradict Zoho's documents in prose, an amendment changes
// the file after it was loaded (allowed.go). An amendment says exactly what it
// allows and why, and one that no exchange needed fails the run, unless -part
// says that the tape is not of the whole suite.
//
// # How it is built
//
// A library holds the files in editions: as they are, with all amendments, with
// all but one. An exchange that fits the full edition and not the original one is
// attributed to the amendments without each of which it would not fit. Parameters
// are judged by kin-openapi; bodies by JSON Schema validators, compiled once per
// place in a file.
package main
