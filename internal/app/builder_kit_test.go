package app_test

import (
	"cmp"
	"net/http"

	"connectrpc.com/connect"

	ringbookv1 "github.com/ringbook/ringbook/gen/ringbook/v1"
	"github.com/ringbook/ringbook/gen/ringbook/v1/ringbookv1connect"
)

// desk is what a person with one key works with.
type desk struct {
	ringbookv1connect.AttributeServiceClient
	ringbookv1connect.ConnectionServiceClient
	ringbookv1connect.AdminServiceClient
}

// desk calls with a key, over http.DefaultClient unless another is given.
func (w *world) desk(key string, over *http.Client, options ...connect.ClientOption) desk {
	over = cmp.Or(over, http.DefaultClient)
	over = &http.Client{Transport: keyed{key, cmp.Or(over.Transport, http.DefaultTransport)}}
	return desk{
		ringbookv1connect.NewAttributeServiceClient(over, w.url, options...),
		ringbookv1connect.NewConnectionServiceClient(over, w.url, options...),
		ringbookv1connect.NewAdminServiceClient(over, w.url, options...),
	}
}

func (w *world) builder() desk { return w.desk(w.keys.BuilderKey, nil) }

func (w *world) admin() desk { return w.desk(w.keys.AdminKey, nil) }

// keyed sends a key with every request.
type keyed struct {
	key  string
	over http.RoundTripper
}

func (k keyed) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+k.key)
	return k.over.RoundTrip(r)
}

// sets changes the draft, whatever it is.
func (w *world) sets(by desk, values map[string]string) *ringbookv1.UpdateAttributesResponse {
	w.t.Helper()
	return call(w, by.UpdateAttributes, &ringbookv1.UpdateAttributesRequest{Values: values})
}

// publishing listens to a publish to its end.
func (w *world) publishing(by desk, req *ringbookv1.PublishRequest) (news []*ringbookv1.PublishResponse, err error) {
	w.t.Helper()
	stream, err := by.Publish(w.t.Context(), req)
	if err != nil {
		return nil, err
	}
	defer stream.Close()
	for stream.Receive() {
		news = append(news, stream.Msg())
	}
	return news, stream.Err()
}

// live publishes what is in the draft, which must succeed, and returns the
// number of the revision.
func (w *world) live(by desk) int32 {
	w.t.Helper()
	news, err := w.publishing(by, &ringbookv1.PublishRequest{})
	if err != nil || len(news) == 0 || news[len(news)-1].GetRevision() == 0 {
		w.t.Fatalf("publishing: %v, %v", news, err)
	}
	return news[len(news)-1].GetRevision()
}

// attribute lists one attribute.
func (w *world) attribute(by desk, idn string) *ringbookv1.Attribute {
	w.t.Helper()
	res := call(w, by.ListAttributes, &ringbookv1.ListAttributesRequest{Query: idn, IncludeHidden: true})
	for _, a := range res.GetAttributes() {
		if a.GetIdn() == idn {
			return a
		}
	}
	w.t.Fatalf("%s is not listed", idn)
	return nil
}
