// Package zohosim simulates Zoho CRM's REST API, version 8: account server, CRM
// API and a control plane on one address, for one organisation.
package zohosim
