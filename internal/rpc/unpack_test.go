package rpc

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"testing"
)

func packed(t *testing.T, size int) *bytes.Buffer {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(make([]byte, size)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return &b
}

func TestBoundedGzip(t *testing.T) {
	var b boundedGzip
	for _, tt := range []struct {
		size, read int
		err        error
	}{
		{0, 0, nil}, {1000, 1000, nil}, {largestRequest, largestRequest, nil},
		{2 * largestRequest, largestRequest + 1, errTooLong},
		{1000, 1000, nil}, // used again, as connect's pool does
	} {
		if err := b.Reset(packed(t, tt.size)); err != nil {
			t.Fatal(err)
		}
		n, err := io.Copy(io.Discard, &b)
		if int(n) != tt.read || !errors.Is(err, tt.err) {
			t.Errorf("of %d bytes %d are unpacked (%v), want %d (%v)", tt.size, n, err, tt.read, tt.err)
		}
	}
}
