package rpc

import (
	"compress/gzip"
	"errors"
	"io"

	"connectrpc.com/connect"
)

// smallAnswer is what fits a packet of a network anyway: packing it would cost
// time while somebody waits on the line, and gain nothing.
const smallAnswer = 1400

// withBoundedGzip replaces connect's gzip by one that stops unpacking beyond
// the largest request. Connect would unpack the rest too, only to say how long
// it is: four megabytes of gzip can hold four gigabytes of nothing.
func withBoundedGzip() connect.HandlerOption {
	return connect.WithCompression("gzip",
		func() connect.Decompressor { return &boundedGzip{} },
		func() connect.Compressor { return gzip.NewWriter(io.Discard) })
}

var errTooLong = errors.New("it is longer than any request may be")

// boundedGzip unpacks one byte more than a request may have, by which connect
// sees that it is too long, and then fails.
type boundedGzip struct {
	gzip.Reader
	left int64
}

func (b *boundedGzip) Reset(from io.Reader) error {
	b.left = largestRequest + 1
	return b.Reader.Reset(from)
}

func (b *boundedGzip) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errTooLong
	}
	n, err := b.Reader.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}
