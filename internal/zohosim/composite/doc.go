// Package composite reads the body of a composite request (zoho-crm-api §4): the
// two switches, the sub-requests, what is wrong with each, and the references by
// which one sub-request uses another's answer.
//
// It executes nothing and knows no route: whoever does asks a Plan for the order
// and lets a Sub be filled in with the answers so far. The shapes of its problems
// are those of OAS26 composite_requests.json; when they arise is told by
// D7:composite-api, "Possible Errors For the sub-requests".
//
// A reference is @{id:path}. Of JSONPath, path may use $ for the body of the
// answer, .name and ['name'] for a key and [n] for an element. Which subset Zoho
// takes is not documented; its samples use no more. A string that is nothing but
// a reference to something else than text becomes what it refers to; elsewhere a
// number or a boolean is written as text.
package composite
