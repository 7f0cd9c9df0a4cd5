// Package callback is the HTTP that is not RPC: what others call back to.
//
// [Zoho] is where a person arrives from Zoho's consent page. It hands what came
// to package connection, which judges it, and answers a page that says what to
// do next. The page is whole in itself: no script, no picture, nothing loaded,
// nothing of the request repeated in it, and nothing that a cache or a further
// link could carry away.
//
// The package holds no rule and knows no data centre.
package callback
