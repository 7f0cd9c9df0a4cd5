package zohosim

// faultWords tells a person what a kind of fault does.
type faultWords struct{ Kind, Says string }

// wordsOfFaults has the kinds in the order of faultKinds.
func wordsOfFaults() []faultWords {
	says := map[string]string{
		faultLatency:           "waits for so many milliseconds, then goes on as usual",
		faultStatus:            "answers an error, 500 unless you say which, and does nothing",
		faultReset:             "closes the connection before it reads the request",
		faultDropBefore:        "reads the request, does nothing and closes",
		faultDropAfter:         "does what was asked and closes without an answer",
		faultTruncate:          "does what was asked and cuts the answer short",
		faultHTML:              "answers with a gateway's page, 502 unless you say which, and does nothing",
		faultSearchLag:         "lets a search see an index that is so many milliseconds older",
		faultHangAfter:         "does what was asked and keeps the client waiting, so many milliseconds at most",
		faultOvertake:          "lets a person change the record just before this write",
		faultNotificationLost:  "a change is never told; the path is that of the module, such as /crm/v8/Events",
		faultNotificationLate:  "a change is told so many milliseconds later",
		faultNotificationTwice: "a change is told two times",
	}
	var all []faultWords
	for _, kind := range faultKinds() {
		all = append(all, faultWords{kind, says[kind]})
	}
	return all
}
