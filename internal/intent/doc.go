// Package intent is the one path of every write to the outside.
//
// A CRM without idempotency keys leaves three questions open when something
// goes wrong in the middle of a write: was it asked for, was it sent, was it
// applied? The [Ledger] answers them from what it committed before and after:
//
//	          committed, then attempted
//	ready ------------------------------> sending
//	  ^                                      |
//	  |          surely not applied          +-- applied -------> done
//	  +--------------------------------------+-- rejected ------> refused
//	                                         +-- answer lost ---> unknown
//	                                         '-- process died:    stays sending
//
//	sending, unknown --+-- found -------------------------------> done
//	                   +-- not found within the grace:            stays; Uncertain
//	                   '-- not found after the grace -----------> attempted again
//
// What may have been sent is never sent again blindly. It is looked for first,
// by a marker that the write carries; and because a CRM may apply a request
// late and may show a record later still, "not found" counts only once the
// grace has passed since the attempt. Until then the answer is fault.Uncertain
// with the time to wait.
//
// Two calls of Run for one intention in a process take turns. Between processes
// an attempt begins by a compare-and-set on the stored state, so one of them
// begins it; the other finds it in the state sending, looks, and waits for the
// grace. An attempt is therefore bounded to half of the grace. The subject's
// own lease, usually that of the job that settles it, keeps processes from
// meeting here at all in normal operation.
//
// The package knows neither the CRM nor what is written. It does not retry by
// itself: whoever calls Run does, as a durable job.
package intent
